import type { Logger } from './logger.ts';

export interface ExecutionReport {
  /** Adds messages of a stream, and what is to be counted beside them, such as `{ late: 2 }`. */
  add(stream: string, messages: number, counts: Readonly<Record<string, number>>): void;
}

interface Progress {
  messages: number;
  readonly startedAt: number;
  printedAt: number;
  printedMessages: number;
  readonly counts: Record<string, number>;
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US');

/**
 * Logs the progress of each stream every so many messages (`PRINT_INTERVAL`): how many, since when, how fast since the
 * last line, and the other counts. 0: never. Time runs from a stream's first messages on; `now` gives ms.
 */
export function createExecutionReport(
  what: string,
  every: number,
  log: Pick<Logger, 'info'>,
  now: () => number = () => performance.now(),
): ExecutionReport {
  const streams = new Map<string, Progress>();
  if (every <= 0) return { add: () => undefined };

  function print(stream: string, progress: Progress): void {
    const { messages, counts, startedAt, printedAt, printedMessages } = progress;
    const at = now();
    const rate = ((messages - printedMessages) / Math.max(1, at - printedAt)) * 1_000;
    const seconds = (at - startedAt) / 1_000;
    const others = Object.entries(counts).map(([name, count]) => `, ${whole(count)} ${name}`);
    const line = `${stream}: ${whole(messages)} messages ${what} in ${seconds.toFixed(1)} s, ${whole(rate)} a second${others.join('')}`;
    log.info({ stream, messages, rate: Math.round(rate), elapsed_s: seconds, ...counts }, line);
    progress.printedAt = at;
    progress.printedMessages = messages;
  }

  return {
    add(stream, messages, counts) {
      let progress = streams.get(stream);
      if (progress === undefined) {
        const at = now();
        progress = { messages: 0, startedAt: at, printedAt: at, printedMessages: 0, counts: {} };
        streams.set(stream, progress);
      }
      const before = progress.messages;
      progress.messages += messages;
      for (const [name, count] of Object.entries(counts)) {
        progress.counts[name] = (progress.counts[name] ?? 0) + count;
      }
      if (Math.floor(progress.messages / every) > Math.floor(before / every)) print(stream, progress);
    },
  };
}
