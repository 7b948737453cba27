// `npm run bench -- aggregator`: builds what is measured, then runs the benchmarks of bench/.
import { spawn } from 'node:child_process';
import { ensureBuilt } from './built.mjs';
import { printFailure } from './failure.mjs';
import { ensureInstalled } from './installed.mjs';
import { inRoot } from './workspace.mjs';

try {
  await ensureInstalled(console.log);
  // The pages take a while to build, and one benchmark alone asks them.
  const asked = process.argv.includes('series') ? ['provision', 'dashboard'] : [];
  await ensureBuilt(console.log, { names: ['aggregator', 'gateway', ...asked] });
  const script = ['--import', 'tsx', inRoot('bench/src/main.ts')];
  const child = spawn(process.execPath, ['--max-old-space-size=6144', ...script, ...process.argv.slice(2)], {
    cwd: inRoot(),
    stdio: 'inherit',
  });
  // A Ctrl-C reaches the child too, which stops what it has started and then ends.
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => child.kill(name));
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
