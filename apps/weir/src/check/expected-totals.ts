import { createJsonReader, fieldOf, resolveType, type AvroRecord } from '@weir/schemas';
import { itemRecordOf, type MetricDefinition, type StreamDefinition } from '@weir/streams';

type Event = Readonly<Record<string, unknown>>;

/** Decimals of every value in a window's result. */
export const totalScale = 4;
const unit = 10n ** BigInt(totalScale);

/** A number of an event in units of 10^-4; nothing for null. */
function unitsOf(record: AvroRecord, name: string): (event: Event) => bigint {
  const field = fieldOf(record, name);
  const type = field === undefined ? undefined : resolveType(field.type).type;
  if (type?.kind === 'decimal') {
    const factor = 10n ** BigInt(totalScale - type.scale);
    return (event) => (typeof event[name] === 'bigint' ? event[name] * factor : 0n);
  }
  return (event) => (typeof event[name] === 'number' ? BigInt(Math.round(event[name] * Number(unit))) : 0n);
}

function worthIn(
  stream: StreamDefinition,
  { kind, field, each }: MetricDefinition,
): (event: Event) => bigint {
  const record = each === undefined ? stream.schema : itemRecordOf(stream.schema, each);
  const one =
    kind === 'count' || field === undefined || record === undefined ? () => unit : unitsOf(record, field);
  if (each === undefined) return one;
  return (event) => {
    const items = event[each];
    return Array.isArray(items) ? (items as Event[]).reduce((sum, item) => sum + one(item), 0n) : 0n;
  };
}

/** Metrics whose windows and groups add up to a total of all events: counts and sums. */
export const additiveMetrics = (stream: StreamDefinition): readonly MetricDefinition[] =>
  stream.metrics.filter(({ kind }) => kind === 'count' || kind === 'sum');

/**
 * What the windows of a stream's counts and sums must add up to, from the events as they were sent: plain addition that
 * knows no windows, groups or partitions.
 */
export interface ExpectedTotals {
  /** Adds one event as it was sent: a line of JSON that the gateway accepted. */
  add(line: string): void;
  /** By metric, in units of 10^-4. */
  readonly totals: ReadonlyMap<string, bigint>;
}

export function createExpectedTotals(stream: StreamDefinition): ExpectedTotals {
  const read = createJsonReader<Event>(stream.schema, stream.json);
  const metrics = additiveMetrics(stream).map((metric) => ({
    name: metric.name,
    worthOf: worthIn(stream, metric),
  }));
  const totals = new Map(metrics.map(({ name }) => [name, 0n]));
  return {
    totals,
    add(line) {
      const reading = read(JSON.parse(line));
      if (!reading.ok) return;
      for (const { name, worthOf } of metrics) {
        totals.set(name, (totals.get(name) ?? 0n) + worthOf(reading.event));
      }
    },
  };
}
