import { fieldOf, resolveType, type AvroRecord, type AvroType } from '@weir/schemas';
import type { MetricDefinition, StreamDefinition } from '@weir/streams';

/** A decoded event: at least the fields that `WindowPlan.fields` names. */
export type EventFields = Readonly<Record<string, unknown>>;

/** One metric, compiled: how to get group and value out of an event (or out of an item of its `each` array). */
export interface MetricPlan {
  readonly kind: MetricDefinition['kind'];
  readonly sizeMs: number;
  readonly each: string | undefined;
  /** The group of an event; undefined when the metric has no groups. */
  readonly groupOf: ((event: EventFields) => string) | undefined;
  /** The number in units of 10^-4, or undefined where the field is null (the event then counts nowhere in this metric). */
  readonly valueOf: ((event: EventFields) => bigint | undefined) | undefined;
  readonly keyOf: (event: EventFields) => string;
}

/** All that the windows of one stream need to know, compiled once from its definition. */
export interface WindowPlan {
  readonly metrics: readonly MetricPlan[];
  /** The top-level fields that must be decoded; what is not named here need not be. */
  readonly fields: readonly string[];
  readonly timeOf: (event: EventFields) => number;
  readonly idOf: ((event: EventFields) => string) | undefined;
  readonly graceMs: number;
  readonly maxAheadMs: number;
  readonly maxGroups: number;
  /** The stream's longest window (ms): ids are kept per bucket of this size. */
  readonly longestMs: number;
}

const scale = 4;
const unit = 10 ** scale;

/** How a field's value becomes units of 10^-4. Floats are rounded to 4 decimals once, so that sums of them are exact. */
function toUnits(type: AvroType): (value: unknown) => bigint | undefined {
  const { type: resolved } = resolveType(type);
  if (resolved.kind === 'decimal') {
    const factor = 10n ** BigInt(scale - resolved.scale);
    return (value) => (typeof value === 'bigint' ? value * factor : undefined);
  }
  if (resolved.kind === 'int' || resolved.kind === 'long') {
    return (value) => (typeof value === 'number' ? BigInt(value) * BigInt(unit) : undefined);
  }
  return (value) => (typeof value === 'number' ? BigInt(Math.round(value * unit)) : undefined);
}

const escapeGroup = (value: unknown) =>
  String(value ?? '')
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|');

/** One field: its value. Several: the values joined by `|`, with `\` and `|` inside them escaped so that none collide. */
function groupReader(by: readonly string[]): ((event: EventFields) => string) | undefined {
  const [first] = by;
  if (first === undefined) return undefined;
  if (by.length === 1) return (event) => String(event[first] ?? '');
  return (event) => by.map((field) => escapeGroup(event[field])).join('|');
}

function itemRecord(schema: AvroRecord, each: string): AvroRecord {
  const array = fieldOf(schema, each);
  const type = array === undefined ? undefined : resolveType(array.type).type;
  const items = type?.kind === 'array' ? resolveType(type.items).type : undefined;
  if (items?.kind !== 'record') throw new Error(`"${each}" is no array of records in ${schema.name}`);
  return items.record;
}

function planMetric(stream: StreamDefinition, metric: MetricDefinition): MetricPlan {
  const record = metric.each === undefined ? stream.schema : itemRecord(stream.schema, metric.each);
  const { key } = stream;
  const { field } = metric;
  const measured = metric.kind !== 'count' && metric.kind !== 'unique' && field !== undefined;
  const definition = measured ? fieldOf(record, field) : undefined;
  const units = definition === undefined ? undefined : toUnits(definition.type);
  return {
    kind: metric.kind,
    sizeMs: metric.windowMs,
    each: metric.each,
    groupOf: groupReader(metric.by),
    valueOf: units === undefined || field === undefined ? undefined : (event) => units(event[field]),
    keyOf: (event) => event[key] as string,
  };
}

/** Compiles a stream's definition. The definition was checked by `defineStream`, so nothing here can fail for it. */
export function planWindows(stream: StreamDefinition): WindowPlan {
  const { time, id } = stream;
  const fields = new Set([time]);
  if (id !== undefined) fields.add(id);
  for (const { kind, field, by, each } of stream.metrics) {
    if (each !== undefined) fields.add(each);
    else for (const used of [...by, ...(field === undefined ? [] : [field])]) fields.add(used);
    if (kind === 'unique') fields.add(stream.key);
  }
  return {
    metrics: stream.metrics.map((metric) => planMetric(stream, metric)),
    fields: [...fields],
    timeOf: (event) => event[time] as number,
    idOf: id === undefined ? undefined : (event) => event[id] as string,
    graceMs: stream.graceMs,
    maxAheadMs: stream.maxAheadMs,
    maxGroups: stream.maxGroups,
    longestMs: Math.max(...stream.metrics.map(({ windowMs }) => windowMs)),
  };
}
