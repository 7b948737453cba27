import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tryLock } from './lock-file.ts';
import { endLeftovers, pidFiles, type PidFiles } from './pid-files.ts';
import { StackError } from './stack-error.ts';

/** A folder for data, logs and pid files that this process alone uses, until it is released. */
export interface DataFolder {
  path: string;
  pids: PidFiles;
  release(): void;
}

/**
 * Makes this process the only one that runs a stack in `path`, and ends what an earlier one that was killed has left
 * running there. Rejects with one line when a stack that is alive has the folder.
 */
export async function openDataFolder(path: string, log?: (line: string) => void): Promise<DataFolder> {
  const folder = resolve(path);
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const lock = tryLock(join(folder, 'stack.lock'));
  if (!lock.taken) {
    throw new StackError(
      `the data folder ${folder} is in use by a running stack (process ${lock.by.pid}): ` +
        'end that one, or choose another folder with --data or WEIR_DATA',
    );
  }
  const pidFolder = join(folder, 'pids');
  const leftovers = await endLeftovers(pidFolder);
  if (leftovers.length > 0) log?.(`ended what an earlier start had left running: ${leftovers.join(', ')}`);
  return { path: folder, pids: pidFiles(pidFolder), release: lock.release };
}
