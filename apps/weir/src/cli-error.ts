import { exitCodes, type ExitCode } from './exit-codes.ts';

/** Ends the command with one line for the user and an exit code; never with a stack trace. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const usageError = (message: string) => new CliError(exitCodes.usage, message);

export const unreachable = (message: string) => new CliError(exitCodes.unreachable, message);
