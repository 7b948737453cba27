import type { NextEvent } from '../generators/generator.ts';
import { sleep } from '@weir/gateway-client';
import type { Span } from './order-guard.ts';
import type { Timeline } from './timeline.ts';

/** Consecutive events of the sequence, as NDJSON. `firstMs` and `lastMs` are before, `earliestMs`… after shuffling. */
export interface Batch extends Span {
  /** Index of its first event in the whole sequence. */
  readonly first: number;
  readonly count: number;
  readonly ndjson: string;
  readonly earliestMs: number;
  readonly latestMs: number;
}

export interface BatchSourceOptions {
  readonly nextEvent: NextEvent;
  readonly timeline: Timeline;
  readonly shuffle: (timeMs: number) => number;
  /** How many events there are in all; Infinity for endless. */
  readonly count: number;
  readonly batchSize: number;
  /** Events that become due within this time of each other share a batch. */
  readonly tickMs: number;
  readonly signal?: AbortSignal;
  readonly now?: () => number;
}

export type BatchSource = () => Promise<Batch | undefined>;

/**
 * Deals out the events in batches, to as many takers as there are: whatever they do, the sequence is the generator's,
 * without a gap. Undefined at the end, or once the signal is aborted. Takers must not ask at the same time.
 */
export function createBatchSource(options: BatchSourceOptions): BatchSource {
  const { nextEvent, timeline, shuffle, count, batchSize, tickMs, signal, now = Date.now } = options;
  let taken = 0;

  function take(howMany: number): Batch {
    const lines: string[] = [];
    let [firstMs, lastMs, earliestMs, latestMs] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let index = 0; index < howMany; index += 1) {
      const plannedMs = timeline.take(now());
      const timeMs = shuffle(plannedMs);
      firstMs = Math.min(firstMs, plannedMs);
      lastMs = Math.max(lastMs, plannedMs);
      earliestMs = Math.min(earliestMs, timeMs);
      latestMs = Math.max(latestMs, timeMs);
      lines.push(nextEvent(timeMs));
    }
    const batch = { first: taken, count: howMany, firstMs, lastMs, earliestMs, latestMs };
    taken += howMany;
    return { ...batch, ndjson: `${lines.join('\n')}\n` };
  }

  return async () => {
    if (taken >= count) return undefined;
    const full = Math.min(batchSize, count - taken);
    const untilDueMs = timeline.waitMs(now());
    if (untilDueMs > 0) await sleep(Math.max(untilDueMs, tickMs), signal);
    if (signal?.aborted) return undefined;
    return take(Math.max(1, Math.min(full, timeline.due(now()))));
  };
}
