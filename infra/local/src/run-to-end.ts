import type { PidFiles } from './pid-files.ts';
import type { Reaper } from './reaper.ts';
import { describeExit, lastWords, spawnProcess, type ProcessSpec } from './running-process.ts';
import { StackError } from './stack-error.ts';

interface RunOptions {
  reaper: Reaper;
  pids: PidFiles;
  signal?: AbortSignal;
}

/** Runs a process that ends by itself. Rejects with its last words when it does not end with 0; `signal` ends it. */
export async function runToEnd(spec: ProcessSpec, { reaper, pids, signal }: RunOptions): Promise<void> {
  const running = await spawnProcess(spec, reaper, pids);
  const end = () => void running.stop();
  signal?.addEventListener('abort', end, { once: true });
  const exit = await running.exited;
  signal?.removeEventListener('abort', end);
  if (exit.code !== 0) throw new StackError(`${spec.name} ${describeExit(exit)}: ${lastWords(spec)}`);
}
