import type { ProcessEvent } from './supervised-process.ts';

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** One line for people about what happened to a process: `kafka        ready on 127.0.0.1:9092 (3.1 s)`. */
export function terminalLine(event: ProcessEvent, where = ''): string {
  const name = event.name.padEnd(12);
  if (event.kind === 'ready') {
    return `${name} ${event.again ? 'ready again' : 'ready'}${where && ` on ${where}`} (${seconds(event.afterMs)})`;
  }
  const next = event.retryInMs === undefined ? '' : `; starting it again in ${seconds(event.retryInMs)}`;
  const log = event.how.includes(event.logFile) ? '' : ` (its log: ${event.logFile})`;
  return `${name} ${event.how}${log}${next}`;
}
