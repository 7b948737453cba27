import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isStillRunning, markOf, readMark, type ProcessMark } from './process-mark.ts';

export type LockAttempt = { taken: true; release(): void } | { taken: false; by: ProcessMark };

/**
 * Takes `file` as a lock for this process. A lock whose owner is gone, even by kill -9, is taken over.
 * The file appears whole (a link to a written one), so nobody reads half a lock.
 */
export function tryLock(file: string): LockAttempt {
  const own = `${file}.${process.pid}`;
  const mine = JSON.stringify(markOf(process.pid));
  writeFileSync(own, mine);
  try {
    for (;;) {
      if (link(own, file)) return { taken: true, release: () => rmSync(file, { force: true }) };
      const by = readMark(file);
      if (by && isStillRunning(by)) return { taken: false, by };
      removeStale(file, by);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function link(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch {
    return false;
  }
}

/** Moves the stale lock away; if another process took it over in this moment, its lock is put back. */
function removeStale(file: string, seen: ProcessMark | undefined): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readMark(aside);
  if (moved && moved.pid !== seen?.pid && isStillRunning(moved)) link(aside, file);
  rmSync(aside, { force: true });
}
