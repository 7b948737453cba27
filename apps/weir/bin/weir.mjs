#!/usr/bin/env node
// Starts the bundled command line, and builds the bundle first when there is none or a source is newer than it.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const app = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
const root = dirname(dirname(app));
const bundle = join(app, 'dist', 'main.js');

/** Modification time (ms) of the newest TypeScript file under a folder; 0 where there is no such folder. */
function newestMs(folder) {
  if (!existsSync(folder)) return 0;
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return newestMs(path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') ? statSync(path).mtimeMs : 0;
  });
  return Math.max(0, ...times);
}

const sources = [
  join(app, 'src'),
  ...['audit', 'clickhouse', 'kafka', 'runtime', 'schemas', 'streams'].map((lib) =>
    join(root, 'libs', lib, 'src'),
  ),
];

if (!existsSync(bundle) || statSync(bundle).mtimeMs < Math.max(...sources.map(newestMs))) {
  if (!existsSync(join(root, 'node_modules', 'esbuild'))) {
    console.error(`weir: the command line is not built yet: run \`npm ci\` in ${root}`);
    process.exit(2);
  }
  try {
    execFileSync(process.execPath, [join(root, 'infra', 'build', 'bundle.mjs')], {
      cwd: app,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    const [reason] = /ERROR\] .*/.exec(String(error.stderr)) ?? [error.message];
    console.error(`weir: building the command line failed: ${reason}; \`npx nx build weir\` says more`);
    process.exit(2);
  }
}

await import(pathToFileURL(bundle).href);
