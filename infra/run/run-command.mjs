import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from './failure.mjs';
import { inRoot } from './workspace.mjs';

/**
 * Runs a command to its end with its output in `.weir/logs/<name>.log`; throws a Failure with the log's last lines
 * when it does not end with 0. `signal` ends it.
 */
export async function runCommand(name, command, args, { cwd = inRoot(), env = {}, signal, onStart } = {}) {
  const log = inRoot('.weir/logs', `${name}.log`);
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    signal,
  });
  closeSync(output);
  if (child.pid) onStart?.(child.pid);
  const code = await new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? signal));
    child.once('error', (error) => resolve(error.code));
  });
  if (code === 0) return;
  const lastLines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  throw new Failure(`${name} failed (${code}):\n${lastLines}\nAll of it: ${log}`);
}
