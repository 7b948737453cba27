import { Command, CommanderError } from 'commander';
import { ConfigError } from '@weir/runtime/config';
import manifest from '../package.json' with { type: 'json' };
import { CliError } from './cli-error.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDlqCommand } from './commands/dlq.ts';
import { addGenerateCommand } from './commands/generate.ts';
import { addKeysCommand } from './commands/keys.ts';
import { addLoadCommand } from './commands/load.ts';
import { addReplayCommand } from './commands/replay.ts';
import { addRunsCommand } from './commands/runs.ts';
import { addTailCommand } from './commands/tail.ts';
import { addTopicsCommand } from './commands/topics.ts';
import { exitCodes, exitCodesHelp } from './exit-codes.ts';

/** All commands. Commander's own exits become `CommanderError`s, so that there is one place that decides on codes. */
export function createProgram(): Command {
  const program = new Command('weir')
    .description('Weir measures event streams. This is its command line.')
    .version(manifest.version)
    .showHelpAfterError('(see --help)')
    .configureHelp({ helpWidth: 110 })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'weir: ')) })
    .exitOverride()
    .addHelpText('afterAll', exitCodesHelp);
  for (const add of [
    addGenerateCommand,
    addLoadCommand,
    addReplayCommand,
    addDemoCommand,
    addRunsCommand,
    addKeysCommand,
    addTopicsCommand,
    addTailCommand,
    addDlqCommand,
    addAuditCommand,
  ]) {
    add(program);
  }
  return program;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CliError) {
    process.stderr.write(`weir: ${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof ConfigError) {
    for (const problem of error.problems) process.stderr.write(`weir: ${problem}\n`);
    return exitCodes.usage;
  }
  // Commander has written its message already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const text =
    error instanceof Error ? (process.env['WEIR_DEBUG'] ? error.stack : error.message) : String(error);
  process.stderr.write(`weir: unexpected error: ${text} (WEIR_DEBUG=1 shows where)\n`);
  return exitCodes.negative;
}

/** Runs one command line and sets the process's exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...argv]);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}
