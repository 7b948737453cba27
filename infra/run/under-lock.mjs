import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Who has the lock; undefined when that process has ended, or the lock was given back in this moment. */
function holderOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return pid > 0 && process.kill(pid, 0) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function tryTake(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs `work` while no other process does, by a file with the id of who works. `work` may hand the lock on to a child
 * (`holdBy(pid)`), which then holds it also when this process is killed. Stale locks are taken over.
 */
export async function underLock(file, { what, say, signal }, work) {
  mkdirSync(dirname(file), { recursive: true });
  for (let said = false; !tryTake(file); said = true) {
    const holder = holderOf(file);
    if (holder === undefined) rmSync(file, { force: true });
    else if (!said) say(`${what} in process ${holder}, waiting for it (if it is not: rm ${file})`);
    await sleep(300, undefined, { signal });
  }
  try {
    await work((pid) => writeFileSync(file, String(pid)));
  } finally {
    rmSync(file, { force: true });
  }
}
