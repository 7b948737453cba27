import { partitionOf } from '@weir/kafka';
import { streamByName, type StreamDefinition } from '@weir/streams';
import type { KnownEvent } from './known-events.ts';

/** What must come out, as texts that can be compared. */
export interface Expectation {
  /** By `metric group start`: `value of events`. */
  readonly series: ReadonlyMap<string, string>;
  /** `topic-partition-offset` of every event that came too late for some window, if nothing else is in the topic. */
  readonly late: readonly string[];
  /** The same of every event that came again and was not counted again. */
  readonly duplicates: readonly string[];
  readonly counted: number;
  /** How many different rows the events leave in the raw table. */
  readonly rows: number;
}

interface Window {
  events: number;
  cents: number;
  readonly users: Set<string>;
}

export const windowName = (metric: string, group: string, startMs: number) =>
  `${metric} ${group} ${new Date(startMs).toISOString()}`;

export function streamNamed(name: string): StreamDefinition {
  const stream = streamByName(name);
  if (stream === undefined) throw new Error(`there is no stream ${name}`);
  return stream;
}

/** Events by the partition that they are stored in, each in its order. */
export function partitionsOf(stream: StreamDefinition, events: Iterable<KnownEvent>): KnownEvent[][] {
  const logs: KnownEvent[][] = Array.from({ length: stream.partitions }, () => []);
  for (const event of events) logs[partitionOf(Buffer.from(event.user), stream.partitions)]?.push(event);
  return logs;
}

/**
 * The values of all windows by brute force, from the words of the contract (libs/windowing/src/index.ts) and from the
 * events as they were sent, sharing no code with the core. Events of one user must have been stored in this order.
 */
export function oracle(stream: StreamDefinition, events: Iterable<KnownEvent>): Expectation {
  const windows = new Map<string, Window>();
  const kindOf = new Map<string, string>();
  const clocks = new Map<number, number>();
  const stored = new Map<number, number>();
  const countedOnce = new Set<string>();
  const allOnce = new Set<string>();
  const late: string[] = [];
  const duplicates: string[] = [];
  let counted = 0;
  let total = 0;
  for (const { id, user, timeMs, cents } of events) {
    total += 1;
    const partition = partitionOf(Buffer.from(user), stream.partitions);
    const offset = stored.get(partition) ?? 0;
    stored.set(partition, offset + 1);
    const origin = `${stream.topic}-${partition}-${offset}`;
    const clockMs = Math.max(clocks.get(partition) ?? 0, timeMs);
    clocks.set(partition, clockMs);
    const open = stream.metrics.filter(({ windowMs }) => {
      const endMs = (Math.floor(timeMs / windowMs) + 1) * windowMs;
      return endMs + stream.graceMs > clockMs;
    });
    if (stream.id !== undefined) {
      const identity = `${id} ${timeMs}`;
      allOnce.add(identity);
      if (open.length > 0 && countedOnce.has(identity)) {
        duplicates.push(origin);
        continue;
      }
      if (open.length > 0) countedOnce.add(identity);
    }
    if (open.length < stream.metrics.length) late.push(origin);
    else counted += 1;
    for (const { name, kind, by, windowMs } of open) {
      const key = windowName(name, by.length === 0 ? '' : user, timeMs - (timeMs % windowMs));
      kindOf.set(name, kind);
      let window = windows.get(key);
      if (window === undefined) windows.set(key, (window = { events: 0, cents: 0, users: new Set() }));
      window.events += 1;
      window.cents += cents;
      if (kind === 'unique') window.users.add(user);
    }
  }
  const valueOf = (key: string, { events: count, cents, users }: Window): number => {
    const kind = kindOf.get(key.slice(0, key.indexOf(' ')));
    if (kind === 'count') return count;
    if (kind === 'unique') return users.size;
    if (kind === 'sum') return cents / 100;
    throw new Error(`the oracle knows no ${kind}`);
  };
  const series = new Map([...windows].map(([key, one]) => [key, `${valueOf(key, one)} of ${one.events}`]));
  return { series, late, duplicates, counted, rows: stream.id === undefined ? total : allOnce.size };
}
