import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from './replay.ts';

/** Run ids come from the gateway; what is none becomes no file name. */
const idForm = /^[A-Za-z0-9][\w-]{0,63}$/;

export const isReplayId = (id: string): boolean => idForm.test(id);

/**
 * Writes a checkpoint in one step (a file that is renamed): whoever is killed meanwhile finds the one before, or this
 * one. Like Kafka's own acknowledgement it outlives the process, not the machine's power.
 */
export async function writeCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const file = join(folder, `${checkpoint.replay.id}.json`);
  await writeFile(`${file}.new`, JSON.stringify(checkpoint));
  await rename(`${file}.new`, file);
}

/** All that are there; one that cannot be read is told, and stays where it is. */
export async function readCheckpoints(folder: string, onBad: (file: string) => void): Promise<Checkpoint[]> {
  await mkdir(folder, { recursive: true });
  const checkpoints: Checkpoint[] = [];
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.json'))) {
    try {
      const checkpoint = JSON.parse(await readFile(join(folder, name), 'utf8')) as Checkpoint;
      if (!isReplayId(checkpoint.replay.id)) throw new Error('no id');
      checkpoints.push(checkpoint);
    } catch {
      onBad(name);
    }
  }
  return checkpoints;
}
