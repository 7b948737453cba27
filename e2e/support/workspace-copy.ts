import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const copied = [
  'apps/aggregator',
  'apps/gateway',
  'apps/provision',
  'libs',
  'schemas',
  'infra/clickhouse',
  'tsconfig.base.json',
  'package.json',
];

/**
 * A copy of what a contributor edits to add a stream or a field, and of the apps that then run, under `.weir/` so that packages resolve from the repository's
 * node_modules while `@weir/*` are the copy's own. Call `remove` when done.
 */
export function workspaceCopy(): { folder: string; remove(): void } {
  mkdirSync(join(root, '.weir'), { recursive: true });
  const folder = mkdtempSync(join(root, '.weir/copy-'));
  for (const path of copied) {
    cpSync(join(root, path), join(folder, path), {
      recursive: true,
      filter: (source) => !/[/\\](node_modules|dist)$/.test(source),
    });
  }
  mkdirSync(join(folder, 'node_modules/@weir'), { recursive: true });
  for (const name of readdirSync(join(folder, 'libs'))) {
    symlinkSync(join(folder, 'libs', name), join(folder, 'node_modules/@weir', name), 'dir');
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
