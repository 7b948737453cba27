import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openLogFile } from '@weir/local';
import { benchFolder } from '../bench-stack.ts';
import { NotAvailable } from './contestant.ts';

/** Runs a tool that builds a peer, its output in a log. Throws `NotAvailable` when it is missing or fails. */
export async function runTool(peer: string, command: string, args: readonly string[]): Promise<void> {
  const log = join(benchFolder, 'logs', `build-${peer}.log`);
  mkdirSync(join(benchFolder, 'logs'), { recursive: true });
  rmSync(log, { force: true });
  const output = openLogFile(log);
  const child = spawn(command, args, { stdio: ['ignore', output, output] });
  closeSync(output);
  const code = await new Promise<number | string | null>((resolve) => {
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? signal));
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
  if (code === 0) return;
  if (code === 'ENOENT') throw new NotAvailable(`${basename(command)} is not installed`);
  const error = /^.*ERROR[\]:]? *(.+)$/m.exec(readFileSync(log, 'utf8'))?.[1] ?? 'no reason given';
  throw new NotAvailable(
    `${basename(command)} ended with ${code}: ${error.slice(0, 200)} (all of it: ${log})`,
  );
}
