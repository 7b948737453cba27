import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { jestTotals } from './jest-totals.mjs';
import { inRoot } from './workspace.mjs';

/** Runs Jest with its output in the terminal and gives its totals. `picked`: a pattern was given. */
export async function runJest(name, args, { env = {}, signal, picked = false } = {}) {
  const outputFile = inRoot('.weir/test', `${name}.json`);
  mkdirSync(inRoot('.weir/test'), { recursive: true });
  rmSync(outputFile, { force: true });
  const jest = [inRoot('node_modules/jest/bin/jest.js'), ...args, '--json', `--outputFile=${outputFile}`];
  const child = spawn(process.execPath, jest, {
    cwd: inRoot(),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    signal,
  });
  const exitCode = await new Promise((resolve) => {
    child.once('exit', (code, endedBy) => resolve(code ?? endedBy));
    child.once('error', (error) => resolve(error.code));
  });
  const results = existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : undefined;
  return jestTotals(results, exitCode, picked);
}
