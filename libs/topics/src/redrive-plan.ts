import { parseEventTime } from '@weir/schemas';
import type { StreamDefinition } from '@weir/streams';
import type { DeadLetter } from './dead-letter.ts';

/** A dead letter with the event that is sent for it. */
export interface RedriveItem {
  readonly letter: DeadLetter;
  readonly event: unknown;
}

/** The event time (epoch ms) of an event as JSON; undefined when it has none that can be read. */
export function eventTimeOf(stream: StreamDefinition, event: unknown): number | undefined {
  if (typeof event !== 'object' || event === null) return undefined;
  const unit = stream.json.unixSeconds?.includes(stream.time) ? 'seconds' : 'milliseconds';
  const time = parseEventTime((event as Record<string, unknown>)[stream.time], unit);
  return typeof time === 'number' ? time : undefined;
}

/**
 * By event time: dead letters lie in the order in which they were refused, and sent like that a run would find some of
 * them late again. Those without a time go last, and are refused by the gateway.
 */
export const inEventTimeOrder = (stream: StreamDefinition, items: readonly RedriveItem[]): RedriveItem[] =>
  items
    .map((item) => ({ item, time: eventTimeOf(stream, item.event) ?? Infinity }))
    .sort((a, b) => (a.time === b.time ? 0 : a.time - b.time))
    .map(({ item }) => item);

/** Whether live windows would find the event late again: the longest window that held it has closed. */
export function isTooOldForLive(stream: StreamDefinition, event: unknown, nowMs: number): boolean {
  const time = eventTimeOf(stream, event);
  if (time === undefined) return false;
  const longest = Math.max(...stream.metrics.map(({ windowMs }) => windowMs));
  return Math.floor(time / longest) * longest + longest + stream.graceMs <= nowMs;
}

/** The body of `POST /v1/redrive/:stream`. */
export const redriveBody = (items: readonly RedriveItem[]): string =>
  JSON.stringify(items.map(({ letter, event }) => ({ origin: letter.origin, event })));

/** Most items, and about the most bytes, of one such request. */
const mostItems = 500;
const mostBytes = 4_000_000;

/** Requests of a bounded size, in order. */
export function redriveBatches(items: readonly RedriveItem[]): RedriveItem[][] {
  const batches: RedriveItem[][] = [];
  let bytes = Infinity;
  for (const item of items) {
    const size = JSON.stringify(item.event)?.length ?? 0;
    if (bytes + size > mostBytes || (batches.at(-1)?.length ?? 0) >= mostItems) {
      batches.push([]);
      bytes = 0;
    }
    bytes += size;
    batches.at(-1)?.push(item);
  }
  return batches;
}
