import { pino, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

/** Names under which secrets might be handed to the logger: their values never get out. */
const secretNames = ['authorization', '["x-api-key"]', 'cookie', 'password', 'apiKey', 'apiKeys'];
const redact = secretNames.flatMap((name) => {
  const below = (path: string) => (name.startsWith('[') ? `${path}${name}` : `${path}.${name}`);
  return [name, below('*'), below('*.*')];
});

export interface LoggerOptions {
  readonly name: string;
  readonly level?: string;
  /** Default: stdout. */
  readonly destination?: DestinationStream;
}

/** JSON lines on stdout, or a readable form when stdout is a terminal. Level by `LOG_LEVEL` (default info). */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  const options = { name, level: level ?? process.env['LOG_LEVEL'] ?? 'info', redact };
  if (destination !== undefined) return pino(options, destination);
  if (!process.stdout.isTTY) return pino(options);
  return pino(options, pretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l' }));
}
