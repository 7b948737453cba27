import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { underLock } from './under-lock.mjs';
import { runCommand } from './run-command.mjs';
import { secondsSince } from './seconds.mjs';
import { inRoot } from './workspace.mjs';

/**
 * True when every package of the lockfile is in node_modules in that version, by npm's own record of what it
 * installed, which it writes last. Optional packages may be missing: most are for other platforms.
 */
export function isInstalled(lockfile, record) {
  if (!record) return false;
  return Object.entries(lockfile.packages).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/') || wanted.optional || wanted.peer || wanted.devOptional)
      return true;
    const found = record.packages[path];
    return found !== undefined && (wanted.link || found.version === wanted.version);
  });
}

const readIf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

/** Installs the packages (`npm ci`), unless they are there: by our own stamp, or by npm's record. One at a time. */
export async function ensureInstalled(say, signal) {
  const lockfile = readFileSync(inRoot('package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lockfile).digest('hex');
  const stamp = inRoot('node_modules/.weir-installed');
  const record = inRoot('node_modules/.package-lock.json');
  const isThere = () =>
    readIf(stamp) === hash || isInstalled(JSON.parse(lockfile), JSON.parse(readIf(record) ?? 'null'));
  if (isThere()) return;
  const what = 'packages     installing';
  await underLock(inRoot('.weir/npm.lock'), { what, say, signal }, async (holdBy) => {
    if (isThere()) return;
    const began = Date.now();
    say('packages     installing (npm ci) …');
    await runCommand('npm', 'npm', ['ci', '--no-audit', '--no-fund'], { signal, onStart: holdBy });
    writeFileSync(stamp, hash);
    say(`packages     installed (${secondsSince(began)})`);
  });
}
