import { formatDecimal, parseDecimal } from '@weir/schemas';
import type { MetricDefinition, StreamDefinition } from '@weir/streams';

/** An event as it is POSTed. */
export type JsonEvent = Readonly<Record<string, unknown>>;

interface Taken {
  readonly value: bigint;
  readonly timeMs: number;
  readonly key: unknown;
}

const exact = (value: unknown): bigint => {
  const parsed = parseDecimal(value as string | number, 4, 38);
  if (typeof parsed !== 'bigint') throw new Error(parsed.error);
  return parsed;
};

function valueOf(kind: MetricDefinition['kind'], taken: readonly Taken[]): bigint {
  const values = taken.map(({ value }) => value);
  const byTime = taken.toSorted((a, b) => a.timeMs - b.timeMs);
  switch (kind) {
    case 'count':
      return BigInt(taken.length) * 10_000n;
    case 'unique':
      return BigInt(new Set(taken.map(({ key }) => key)).size) * 10_000n;
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0n);
    case 'min':
      return values.reduce((a, b) => (b < a ? b : a));
    case 'max':
      return values.reduce((a, b) => (b > a ? b : a));
    case 'first':
      return byTime[0]?.value ?? 0n;
    case 'last':
      return byTime.at(-1)?.value ?? 0n;
  }
}

/**
 * What `series` must say of events that are neither late nor sent twice: `metric|group|start` → `value of events`, by
 * putting every event into every list that it belongs to. Event times must differ where the order matters.
 */
export function bruteForce(stream: StreamDefinition, events: readonly JsonEvent[]): Map<string, string> {
  const lists = new Map<string, { kind: MetricDefinition['kind']; taken: Taken[] }>();
  for (const event of events) {
    const timeMs = Date.parse(String(event[stream.time]));
    for (const { name, kind, field, by, each, windowMs } of stream.metrics) {
      const items = each === undefined ? [event] : (event[each] as JsonEvent[]);
      for (const item of items) {
        const group = by.map((one) => item[one] ?? '').join('|');
        const key = `${name}|${group}|${timeMs - (timeMs % windowMs)}`;
        const list = lists.get(key) ?? { kind, taken: [] };
        lists.set(key, list);
        const measured = kind !== 'count' && kind !== 'unique' && field !== undefined;
        list.taken.push({ value: measured ? exact(item[field]) : 0n, timeMs, key: event[stream.key] });
      }
    }
  }
  return new Map(
    [...lists].map(([key, { kind, taken }]) => [
      key,
      `${formatDecimal(valueOf(kind, taken))} of ${taken.length}`,
    ]),
  );
}
