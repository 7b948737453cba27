import { ConfigError } from './config.ts';
import { loadEnvFile } from './env-file.mjs';
import { createLogger, type Logger } from './logger.ts';

export interface AppContext {
  readonly log: Logger;
  /** Aborted when the app is asked to stop. */
  readonly signal: AbortSignal;
  /** Registers a clean-up step. Steps run in reverse order of registration, so what was opened last closes first. */
  onShutdown(step: () => Promise<void> | void): void;
  /** Stops the app as if infrastructure had failed: one line, clean-up, exit code 1. The supervisor restarts it. */
  fail(why: string, error?: unknown): void;
}

const shutdownBoundMs = 10_000;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Runs an app until SIGINT, SIGTERM or a failure, with the settings of the `.env` file of its repository, if it is in one. Exit codes: 0 asked to stop, 1 failed, 2 bad configuration.
 * Clean-up is bounded (10 s): a step that hangs must not keep a dead app alive.
 */
export async function runApp(name: string, start: (app: AppContext) => Promise<void>): Promise<void> {
  loadEnvFile();
  const log = createLogger({ name });
  const steps: (() => Promise<void> | void)[] = [];
  const aborted = new AbortController();
  let stopping = false;

  const stop = async (exitCode: number) => {
    if (stopping) return;
    stopping = true;
    aborted.abort();
    setTimeout(() => {
      log.error(`clean-up took longer than ${shutdownBoundMs / 1000} s; leaving`);
      process.exit(exitCode || 1);
    }, shutdownBoundMs).unref();
    for (const step of steps.reverse()) {
      try {
        await step();
      } catch (error) {
        log.error(`while stopping: ${messageOf(error)}`);
      }
    }
    process.exit(exitCode);
  };

  const fail = (why: string, error?: unknown) => {
    if (stopping) return;
    log.fatal(error === undefined ? why : `${why}: ${messageOf(error)}`);
    if (error instanceof Error) log.debug(error.stack ?? '');
    void stop(1);
  };

  process.on('SIGINT', () => void stop(0));
  process.on('SIGTERM', () => void stop(0));
  process.on('uncaughtException', (error) => fail('unexpected error', error));
  process.on('unhandledRejection', (error) => fail('unexpected error', error));

  try {
    await start({ log, signal: aborted.signal, onShutdown: (step) => steps.push(step), fail });
  } catch (error) {
    if (error instanceof ConfigError) {
      for (const problem of error.problems) log.fatal(problem);
      void stop(2);
    } else {
      fail('could not start', error);
    }
  }
}
