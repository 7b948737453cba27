import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './workspace.mjs';

const skipped = new Set(['node_modules', 'dist', '.next', 'bin']);
const isTest = (name) => /\.test\.tsx?$/.test(name) || name === 'jest.config.cjs' || name.endsWith('.md');

/** Files below `folder` that can change a build, in a stable order. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(join(folder, entry.name));
      return isTest(entry.name) ? [] : [join(folder, entry.name)];
    });
}

/** Folders of this project and of all the workspace libraries that it uses, directly or not. */
function projectFolders(folder, found = new Set()) {
  if (found.has(folder) || !existsSync(inRoot(folder, 'package.json'))) return found;
  found.add(folder);
  const { dependencies = {} } = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    if (name.startsWith('@weir/')) projectFolders(`libs/${name.slice('@weir/'.length)}`, found);
  }
  return found;
}

/** A hash of everything that a project's build is made from. Equal hashes: nothing to build. */
export function sourcesHash(project) {
  const hash = createHash('sha256');
  const shared = ['package-lock.json', 'tsconfig.base.json'].map((name) => inRoot(name));
  const own = [...projectFolders(project)].flatMap((folder) => filesBelow(inRoot(folder)));
  const data = ['infra/build', 'infra/clickhouse', 'schemas'].flatMap((folder) => filesBelow(inRoot(folder)));
  for (const file of [...shared, ...own, ...data]) hash.update(file).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}
