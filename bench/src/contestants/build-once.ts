import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { benchFolder } from '../bench-stack.ts';
import { peerFolder } from './peer.ts';

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()) {
    hash.update(file.slice(folder.length)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Where a peer is built: a folder below `.weir/bench` that is named after the content of its sources. */
export const builtFolder = (peer: string) =>
  join(benchFolder, 'peers', `${peer}-${hashOf(peerFolder(peer))}`);

/**
 * Builds a peer once per content of its sources. `build` fills a folder that gets its final name only when all went
 * well, so that a broken build never counts; builds of earlier sources are removed.
 */
export async function buildOnce(peer: string, build: (into: string) => Promise<void>): Promise<string> {
  const folder = builtFolder(peer);
  if (existsSync(folder)) return folder;
  const parent = join(benchFolder, 'peers');
  mkdirSync(parent, { recursive: true });
  for (const old of readdirSync(parent)) {
    if (old.startsWith(`${peer}-`) && /^[0-9a-f]{12}$/.test(old.slice(peer.length + 1)))
      rmSync(join(parent, old), { recursive: true });
  }
  const partial = `${folder}-partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  await build(partial);
  renameSync(partial, folder);
  return folder;
}
