import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isStillRunning, markOf, readMark } from './process-mark.ts';
import { sleep } from './sleep.ts';

/** One file per child process, so that the next start finds what a killed supervisor left behind. */
export interface PidFiles {
  add(name: string, pid: number): void;
  remove(name: string): void;
}

export function pidFiles(folder: string): PidFiles {
  mkdirSync(folder, { recursive: true });
  const fileOf = (name: string) => join(folder, `${name}.json`);
  return {
    add: (name, pid) => writeFileSync(fileOf(name), JSON.stringify(markOf(pid))),
    remove: (name) => rmSync(fileOf(name), { force: true }),
  };
}

/** Waits for what an earlier supervisor left in `folder` to end (its reaper asked it to), then kills the rest. */
export async function endLeftovers(folder: string, patienceMs = 12_000): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const found = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const deadline = Date.now() + patienceMs;
  const ended = await Promise.all(
    found.map(async (file) => {
      const mark = readMark(join(folder, file));
      const wasRunning = mark !== undefined && isStillRunning(mark);
      if (wasRunning) kill(mark.pid, 'SIGTERM');
      while (mark && isStillRunning(mark)) {
        if (Date.now() > deadline) kill(mark.pid, 'SIGKILL');
        await sleep(100);
      }
      rmSync(join(folder, file), { force: true });
      return wasRunning ? [file.replace(/\.json$/, '')] : [];
    }),
  );
  return ended.flat();
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended in this moment.
  }
}
