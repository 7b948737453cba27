import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { openLogFile, reasonInLog } from './log-file.ts';
import type { PidFiles } from './pid-files.ts';
import type { Reaper } from './reaper.ts';
import { sleep } from './sleep.ts';
import { StackError } from './stack-error.ts';
import { killGroup, stopProcess } from './stop-process.ts';

/** How to start, ask and end one child process. */
export interface ProcessSpec {
  /** One word, used for the log file and in messages: `kafka`. */
  name: string;
  command: string;
  args: string[];
  cwd?: string;
  /** On top of this process's environment; undefined removes a name. */
  env?: Record<string, string | undefined>;
  logFile: string;
  /** Runs before each start: write configuration, choose ports. */
  prepare?(): Promise<void>;
  /** A real request to the started process. May reject; asked again until `readyWithinMs` is over. */
  isReady(): Promise<boolean>;
  readyWithinMs: number;
  /** A politer way to end it than SIGTERM, tried first. */
  askToStop?(): Promise<void>;
  /** How long it may take to end before SIGKILL. */
  stopWithinMs: number;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  pid: number;
  exited: Promise<Exit>;
  kill(signal: NodeJS.Signals): void;
  /** Ends it and waits until it has ended. */
  stop(): Promise<void>;
}

export const describeExit = ({ code, signal }: Exit) =>
  signal ? `was ended by ${signal}` : `exited with ${code}`;

/** Spawns the process as the leader of a group of its own, so that Ctrl-C in a terminal does not hit it before we stop it. */
export async function spawnProcess(
  spec: ProcessSpec,
  reaper: Reaper,
  pids: PidFiles,
): Promise<RunningProcess> {
  await spec.prepare?.();
  const log = openLogFile(spec.logFile);
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: { ...process.env, ...spec.env },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 127, signal: null }));
  });
  const { pid } = child;
  if (pid === undefined) {
    throw new StackError(`${spec.name}: cannot run ${spec.command}; is it installed?`);
  }
  reaper.add(pid);
  pids.add(spec.name, pid);
  void exited.then(() => {
    reaper.drop(pid);
    pids.remove(spec.name);
  });
  return {
    pid,
    exited,
    kill: (signal) => killGroup(pid, signal),
    stop: () => stopProcess(spec, pid, exited),
  };
}

/** Waits until the process answers. Rejects when it ends first, says nothing for too long, or `signal` aborts. */
export async function waitUntilReady(
  spec: ProcessSpec,
  running: RunningProcess,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + spec.readyWithinMs;
  let end: Exit | undefined;
  void running.exited.then((exit) => (end = exit));
  while (!(await spec.isReady().catch(() => false))) {
    if (end)
      throw new StackError(`${spec.name} ${describeExit(end)} before it was ready: ${lastWords(spec)}`);
    if (signal?.aborted) {
      await running.stop();
      throw new StackError(`${spec.name} was told to end before it was ready`);
    }
    if (Date.now() > deadline) {
      await running.stop();
      throw new StackError(
        `${spec.name} did not answer in ${spec.readyWithinMs / 1000} s: ${lastWords(spec)}`,
      );
    }
    await sleep(50);
  }
}

/** What the log says at its end, and where it is. */
export const lastWords = ({ logFile }: ProcessSpec) => `${reasonInLog(logFile)} (its log: ${logFile})`;
