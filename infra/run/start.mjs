// `npm start`: on a fresh clone, everything. Plain Node without a dependency up to the point where there are some.
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './built.mjs';
import { printFailure } from './failure.mjs';
import { ensureInstalled } from './installed.mjs';
import { startOptions } from './options.mjs';
import { untilTold } from './until-told.mjs';
import { secondsSince } from './seconds.mjs';
import { inRoot } from './workspace.mjs';

// Before any package is installed: this file is plain JavaScript.
const { loadEnvFile } = await import(pathToFileURL(inRoot('libs/runtime/src/env-file.mjs')).href);
loadEnvFile();
const options = startOptions(process.argv.slice(2), process.env);
if (options.help || options.problem) {
  console.log(options.help ?? options.problem);
  process.exit(options.help ? 0 : 2);
}

const began = Date.now();
const say = (line) => console.log(line);
const { signal, told } = untilTold();

try {
  await ensureInstalled(say, signal);
  await ensureBuilt(say, { names: ['local'], signal });
  // Built a moment ago, so it cannot be imported at the top.
  const local = await import(pathToFileURL(inRoot('infra/local/dist/index.js')).href);
  const { launch } = await import('./launch.mjs');
  const running = await launch({ local, options, say, signal });
  say(`\nopen http://localhost:${process.env.DASHBOARD_PORT || 3000}   (${secondsSince(began)})\n`);
  await told;
  say('\nstopping …');
  await running.stop();
  say('stopped');
  process.exit(0);
} catch (error) {
  if (signal.aborted) {
    say('\nstopped before everything was started');
    process.exit(130);
  }
  printFailure(error);
  process.exit(1);
}
