import type { StreamDefinition } from '@weir/streams';
import type { Event } from './event.test-support.ts';

/** One record of a partition's log, as the oracle and the core are given it. */
export interface LogRecord {
  readonly offset: number;
  readonly appendedMs: number;
  readonly runId: string;
  readonly event: Event;
}

export interface OracleValue {
  readonly value: bigint;
  readonly events: number;
}

/**
 * The values of all windows by brute force, straight from the contract's words and sharing no code with the core:
 * the log is gone through once to learn each record's fate, then every window is computed from the list of the
 * records in it. Key: `metric|run|group|start`.
 */
export function oracle(stream: StreamDefinition, log: readonly LogRecord[]): Map<string, OracleValue> {
  const members = new Map<string, LogRecord[]>();
  const clocks = new Map<string, number>();
  const counted = new Set<string>();
  for (const record of log) {
    const { event, runId } = record;
    if (event.time - record.appendedMs > stream.maxAheadMs) continue;
    const clock = Math.max(clocks.get(runId) ?? 0, event.time);
    clocks.set(runId, clock);
    const identity = `${runId}|${event.id}|${event.time}`;
    if (counted.has(identity)) continue;
    for (const metric of stream.metrics) {
      const start = Math.floor(event.time / metric.windowMs) * metric.windowMs;
      if (start + metric.windowMs + stream.graceMs <= clock) continue;
      if (stream.id !== undefined) counted.add(identity);
      const group = metric.by.length === 0 ? '' : event.key;
      const name = `${metric.name}|${runId}|${group}|${start}`;
      members.set(name, [...(members.get(name) ?? []), record]);
    }
  }
  const values = new Map<string, OracleValue>();
  for (const [name, records] of members) {
    const kind = stream.metrics.find((metric) => name.startsWith(`${metric.name}|`))?.kind;
    values.set(name, { value: valueOf(kind, records), events: records.length });
  }
  return values;
}

function valueOf(kind: string | undefined, records: readonly LogRecord[]): bigint {
  const amounts = records.map(({ event }) => event.amount);
  const byTime = [...records].sort((a, b) => a.event.time - b.event.time || a.offset - b.offset);
  switch (kind) {
    case 'count':
      return BigInt(records.length) * 10_000n;
    case 'unique':
      return BigInt(new Set(records.map(({ event }) => event.key)).size) * 10_000n;
    case 'sum':
      return amounts.reduce((sum, amount) => sum + amount, 0n);
    case 'min':
      return amounts.reduce((least, amount) => (amount < least ? amount : least));
    case 'max':
      return amounts.reduce((most, amount) => (amount > most ? amount : most));
    case 'first':
      return byTime[0]?.event.amount ?? 0n;
    case 'last':
      return byTime.at(-1)?.event.amount ?? 0n;
    default:
      throw new Error(`no oracle for ${kind}`);
  }
}
