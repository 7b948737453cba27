import type { Exit, ProcessSpec } from './running-process.ts';

/** Asks, then tells (SIGTERM), then kills, each after `stopWithinMs`. Resolves when the process has ended. */
export async function stopProcess(spec: ProcessSpec, pid: number, exited: Promise<Exit>): Promise<void> {
  const ended = (withinMs: number) => Promise.race([exited.then(() => true), sleepUnref(withinMs)]);
  if (spec.askToStop) {
    // One that does not listen yet cannot be asked.
    const asked = spec.askToStop().then(
      () => true,
      () => false,
    );
    if ((await Promise.race([asked, sleepUnref(1_000)])) && (await ended(spec.stopWithinMs))) return;
  }
  killGroup(pid, 'SIGTERM');
  if (await ended(spec.stopWithinMs)) return;
  killGroup(pid, 'SIGKILL');
  await exited;
}

/** Resolves to false; does not keep the process alive. */
function sleepUnref(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms).unref());
}

/** Signals a process and all that it has started: it leads a group. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}
