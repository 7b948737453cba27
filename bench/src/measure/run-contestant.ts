import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnProcess, tailOfLog, type RunningProcess } from '@weir/local';
import { benchFolder, type BenchStack } from '../bench-stack.ts';
import type { Contestant, Job } from '../contestants/contestant.ts';
import { processUsage } from './process-usage.ts';
import { eventsDone } from './progress.ts';
import type { Sample } from './rates.ts';
import { compareWindows, type Verdict, type WindowValues } from './window-values.ts';

/** A prepared input: the topic, how many records it holds, and what must come out. */
export interface Input {
  readonly topic: string;
  readonly records: number;
  readonly expected: WindowValues;
  /** Windows that begin here or later are not compared (epoch ms). */
  readonly endMs: number;
}

/** What one run has shown. */
export interface Run {
  readonly samples: readonly Sample[];
  /** Greatest resident memory of all its processes together, bytes. */
  readonly peakBytes: number;
  /** Resident memory at the end, with everything read, bytes. */
  readonly endBytes: number;
  readonly verdict: Verdict;
}

const lookEveryMs = 250;
/** Not counted: lets a last transaction or commit end that is under way. */
const settleMs = 2_000;
const patienceMs = 180_000;
let runs = 0;

/** Runs a contestant over the whole input, alone, and compares its results. Throws when it ends or gets stuck. */
export async function runContestant(
  stack: BenchStack,
  contestant: Contestant,
  input: Input,
  signal: AbortSignal,
): Promise<Run> {
  const run = `${contestant.name}-${(runs += 1)}`;
  const folder = join(stack.folder.path, 'work', run);
  const logFile = join(benchFolder, 'logs', `${contestant.name}.log`);
  rmSync(logFile, { force: true });
  mkdirSync(folder, { recursive: true });
  const job: Job = { stack, input: input.topic, group: run, output: run, folder, logFile };
  await contestant.provision(job);
  const commands = await contestant.commands(job);

  const startedAt = performance.now();
  const processes: RunningProcess[] = [];
  try {
    for (const [index, command] of commands.entries()) {
      const spec = { ...command, name: `${run}-${index}`, logFile, readyWithinMs: 0, stopWithinMs: 20_000 };
      processes.push(
        await spawnProcess({ ...spec, isReady: async () => true }, stack.reaper, stack.folder.pids),
      );
    }
    const watched = await watch(job, contestant, processes, { startedAt, records: input.records, signal });
    await sleep(settleMs, undefined, { signal });
    await Promise.all(processes.map((process) => process.stop()));
    const actual = new Map(
      [...(await contestant.readResults(job))].filter(([key]) => startOf(key) < input.endMs),
    );
    return { ...watched, verdict: compareWindows(input.expected, actual) };
  } finally {
    await Promise.all(processes.map((process) => process.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

const startOf = (key: string) => Number(key.slice(key.lastIndexOf('|') + 1));

async function watch(
  job: Job,
  contestant: Contestant,
  processes: readonly RunningProcess[],
  { startedAt, records, signal }: { startedAt: number; records: number; signal: AbortSignal },
): Promise<Omit<Run, 'verdict'>> {
  const pids = processes.map(({ pid }) => pid);
  const samples: Sample[] = [{ atMs: 0, events: 0, cpuSeconds: 0 }];
  let ended: string | undefined;
  for (const { exited } of processes) {
    void exited.then(({ code, signal: by }) => (ended = `it ended with ${by ?? code}`));
  }
  let peakBytes = 0;
  let progressAt = performance.now();
  for (;;) {
    await sleep(lookEveryMs, undefined, { signal });
    const last = samples.at(-1)?.events ?? 0;
    // The group's coordinator may not be there yet: then there is no progress to be seen yet either.
    const events = await eventsDone(job.stack.admin, contestant, job).catch(() => last);
    const { cpuSeconds, peakBytes: peak, residentBytes } = processUsage(pids);
    const now = performance.now();
    peakBytes = Math.max(peakBytes, peak);
    if (ended !== undefined) throw new Error(`${ended}:\n${tailOfLog(job.logFile, 12)}`);
    samples.push({ atMs: now - startedAt, events: Math.max(last, events), cpuSeconds });
    if (events > last) progressAt = now;
    if (events >= records) return { samples, peakBytes, endBytes: residentBytes };
    if (now - progressAt > patienceMs) {
      throw new Error(`stuck at ${last} of ${records} events:\n${tailOfLog(job.logFile, 12)}`);
    }
  }
}
