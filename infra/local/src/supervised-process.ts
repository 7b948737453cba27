import type { PidFiles } from './pid-files.ts';
import type { Reaper } from './reaper.ts';
import {
  describeExit,
  spawnProcess,
  waitUntilReady,
  type ProcessSpec,
  type RunningProcess,
} from './running-process.ts';

/** What is told about a process, one line each. */
export type ProcessEvent =
  | { kind: 'ready'; name: string; afterMs: number; again: boolean }
  | { kind: 'ended'; name: string; how: string; retryInMs: number | undefined; logFile: string };

export interface SupervisedProcess {
  /** The id of the process that runs now, or that ran last. */
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Ends it if it runs, starts it, waits until it answers. */
  restart(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

export interface Supervision {
  reaper: Reaper;
  pids: PidFiles;
  /** Start a process again that ended by itself, after a back-off. */
  restartEnded: boolean;
  /** Ends a first start that is under way. */
  signal?: AbortSignal;
  on(event: ProcessEvent): void;
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** 0.5 s, 1 s, 2 s … 30 s. */
export const backOffMs = (failures: number) => Math.min(30_000, 500 * 2 ** Math.max(0, failures - 1));

/** After so long without a failure, the next one counts as the first. */
const healthyMs = 60_000;

/** Starts a process, waits until it is ready (rejects if it never is) and from then on keeps it running. */
export async function superviseProcess(
  spec: ProcessSpec,
  supervision: Supervision,
): Promise<SupervisedProcess> {
  const { on, restartEnded } = supervision;
  let current: RunningProcess;
  let stopped = false;
  let wanted = true;
  let failures = 0;
  let lastStart = 0;
  let retry: NodeJS.Timeout | undefined;

  const start = async (again: boolean) => {
    const began = Date.now();
    lastStart = began;
    const running = await spawnProcess(spec, supervision.reaper, supervision.pids);
    current = running;
    wanted = true;
    let ready = false;
    void running.exited.then((exit) => {
      if (wanted && ready && !stopped && current === running) onEnd(describeExit(exit));
    });
    await waitUntilReady(spec, running, supervision.signal);
    ready = true;
    on({ kind: 'ready', name: spec.name, afterMs: Date.now() - began, again });
  };

  const onEnd = (how: string) => {
    failures = Date.now() - lastStart > healthyMs ? 1 : failures + 1;
    const retryInMs = restartEnded ? backOffMs(failures) : undefined;
    on({ kind: 'ended', name: spec.name, how, retryInMs, logFile: spec.logFile });
    if (retryInMs === undefined) return;
    retry = setTimeout(() => {
      start(true).catch((error: unknown) => {
        if (!stopped && wanted) onEnd(`did not come back: ${reasonOf(error)}`);
      });
    }, retryInMs);
  };

  await start(false);
  return {
    get pid() {
      return current.pid;
    },
    kill: (signal) => current.kill(signal),
    restart: async () => {
      clearTimeout(retry);
      wanted = false;
      await current.stop();
      await start(true);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      await current.stop();
    },
  };
}
