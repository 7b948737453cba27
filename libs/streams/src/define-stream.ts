import { fieldOf, resolveType, type AvroRecord, type JsonForm } from '@weir/schemas';
import { checkProblem } from './event-checks.ts';
import { itemRecordOf } from './item-record.ts';
import type {
  MetricChart,
  MetricDefinition,
  MetricKind,
  MetricUnit,
  StreamDefinition,
} from './stream-definition.ts';

type FieldName<T> = keyof T & string;
type Item<T, K extends FieldName<T>> = T[K] extends readonly (infer I)[] ? I : never;
type NumberField<T> = { [K in FieldName<T>]: T[K] extends bigint | number | null ? K : never }[FieldName<T>];
type ArrayField<T> = { [K in FieldName<T>]: T[K] extends readonly object[] ? K : never }[FieldName<T>];

interface MetricLook {
  readonly every: `${number}${'s' | 'm' | 'h'}`;
  readonly title: string;
  readonly unit?: MetricUnit;
  readonly chart?: MetricChart;
}

type Measured<T> = MetricLook & { readonly by?: readonly FieldName<T>[] } & (
    | { readonly kind: 'count'; readonly field?: never }
    | { readonly kind: 'sum' | 'min' | 'max' | 'first' | 'last'; readonly field: NumberField<T> }
  );

/** A metric as it is written in a definition. Field names are checked by the compiler against the event's type. */
export type MetricSpec<T> =
  | (Measured<T> & { readonly each?: never })
  | (MetricLook & {
      readonly kind: 'unique';
      readonly field: FieldName<T>;
      readonly by?: readonly FieldName<T>[];
      readonly each?: never;
    })
  | { [K in ArrayField<T>]: Measured<Item<T, K>> & { readonly each: K } }[ArrayField<T>];

/** A rule between fields, as it is written in a definition: `{ sumOf: 'items.total', equals: 'total' }`. */
export interface CheckSpec<T> {
  readonly sumOf: { [K in ArrayField<T>]: `${K}.${NumberField<Item<T, K>>}` }[ArrayField<T>];
  readonly equals: NumberField<T>;
}

export interface StreamSpec<T> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly schema: AvroRecord;
  readonly key: FieldName<T>;
  readonly time: FieldName<T>;
  readonly id?: FieldName<T>;
  readonly alias?: `/${string}`;
  /** True when raw JSON is also taken from the topic `<name>.in`. */
  readonly intake?: boolean;
  readonly json?: JsonForm;
  readonly checks?: readonly CheckSpec<T>[];
  readonly graceMs?: number;
  readonly maxAheadMs?: number;
  readonly idleMs?: number;
  readonly closeAfterMs?: number;
  readonly maxGroups?: number;
  readonly partitions?: number;
  readonly metrics: Readonly<Record<string, MetricSpec<T>>>;
  readonly example: Readonly<Record<string, unknown>>;
}

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

function windowMs(every: string): number {
  const match = /^(\d+)([smh])$/.exec(every);
  const unit = match?.[2] as keyof typeof unitMs | undefined;
  return match === null || unit === undefined ? NaN : Number(match[1]) * unitMs[unit];
}

/** Metric names whose topic would be mistaken for the stream's own. */
const reservedNames = ['in', 'dlq'];
const nameForm = /^[a-z][a-z0-9_]{0,40}$/;

const kindOf = (record: AvroRecord, field: string): string | undefined => {
  const found = fieldOf(record, field);
  return found === undefined ? undefined : resolveType(found.type).type.kind;
};

function metricProblems(schema: AvroRecord, key: string, metric: MetricDefinition): string[] {
  const { name, kind, field, by, each, unit } = metric;
  const problems: string[] = [];
  if (!nameForm.test(name)) problems.push(`metric name "${name}": use a-z, 0-9 and _`);
  if (reservedNames.includes(name))
    problems.push(`metric name "${name}" would collide with the topic of that name`);
  if (!(metric.windowMs > 0)) problems.push(`${name}: every must be such as "3s", "1m", "1h"`);
  const record = each === undefined ? schema : itemRecordOf(schema, each);
  if (record === undefined) return [...problems, `${name}: each "${each}" is no array of records`];
  for (const used of [...by, ...(field === undefined ? [] : [field])]) {
    if (fieldOf(record, used) === undefined) problems.push(`${name}: ${record.name} has no field "${used}"`);
  }
  if (kind === 'count') return problems;
  if (field === undefined) return [...problems, `${name}: a ${kind} needs a field`];
  const type = kindOf(record, field);
  if (kind === 'unique') {
    if (field !== key || each !== undefined) {
      problems.push(`${name}: unique counts are exact only over the key "${key}", not over "${field}"`);
    }
  } else if (type !== undefined && !['int', 'long', 'decimal', 'double', 'float'].includes(type)) {
    problems.push(`${name}: cannot take the ${kind} of "${field}", a ${type}`);
  } else if (unit === 'money' && (type === 'float' || type === 'double')) {
    problems.push(`${name}: money in "${field}" is a ${type}; make it a decimal, floats lose cents`);
  }
  return problems;
}

function streamProblems(stream: StreamDefinition): string[] {
  const { schema, key, time, id } = stream;
  const problems: string[] = [];
  if (!nameForm.test(stream.name)) problems.push(`stream name "${stream.name}": use a-z, 0-9 and _`);
  if (kindOf(schema, key) !== 'string')
    problems.push(`key "${key}" must be a string field of ${schema.name}`);
  if (kindOf(schema, time) !== 'timestamp') {
    problems.push(`time "${time}" must be a timestamp-millis field of ${schema.name}`);
  }
  if (id !== undefined && kindOf(schema, id) !== 'string') {
    problems.push(`id "${id}" must be a string field of ${schema.name}`);
  }
  const { rest } = stream.json;
  if (rest !== undefined && kindOf(schema, rest) !== 'string') {
    problems.push(`json.rest "${rest}" must be a nullable string field of ${schema.name}`);
  }
  if (stream.metrics.length === 0) problems.push('a stream needs at least one metric');
  for (const check of stream.checks) {
    const problem = checkProblem(schema, check);
    if (problem !== undefined) problems.push(problem);
  }
  return [...problems, ...stream.metrics.flatMap((metric) => metricProblems(schema, key, metric))];
}

const defaultUnit = { count: 'events', unique: 'users' } as const;

/**
 * Turns a stream's definition into plain data, with every default filled in. Field names are checked twice: by the
 * compiler (against the generated event type `T`) and here against the schema. Throws one error with all problems.
 */
export function defineStream<T>(spec: StreamSpec<T>): StreamDefinition {
  const metrics = Object.entries<MetricSpec<T>>(spec.metrics).map(([name, metric]): MetricDefinition => {
    const by = metric.by ?? [];
    return {
      name,
      kind: metric.kind satisfies MetricKind,
      ...(metric.field === undefined ? {} : { field: metric.field }),
      by,
      ...(metric.each === undefined ? {} : { each: metric.each }),
      windowMs: windowMs(metric.every),
      topic: `${spec.name}.${name}`,
      title: metric.title,
      unit: metric.unit ?? (metric.kind === 'unique' ? defaultUnit.unique : defaultUnit.count),
      chart: metric.chart ?? (by.length > 0 ? 'stacked' : 'line'),
    };
  });
  const stream: StreamDefinition = {
    name: spec.name,
    title: spec.title,
    description: spec.description,
    schema: spec.schema,
    topic: spec.name,
    ...(spec.intake ? { inTopic: `${spec.name}.in`, inDlqTopic: `${spec.name}.in.dlq` } : {}),
    dlqTopic: `${spec.name}.dlq`,
    key: spec.key,
    time: spec.time,
    ...(spec.id === undefined ? {} : { id: spec.id }),
    ...(spec.alias === undefined ? {} : { alias: spec.alias }),
    json: spec.json ?? {},
    checks: spec.checks ?? [],
    graceMs: spec.graceMs ?? 10_000,
    maxAheadMs: spec.maxAheadMs ?? 300_000,
    idleMs: spec.idleMs ?? 5_000,
    closeAfterMs: spec.closeAfterMs ?? 3_600_000,
    maxGroups: spec.maxGroups ?? 1_000,
    partitions: spec.partitions ?? 6,
    metrics,
    example: spec.example,
  };
  const problems = streamProblems(stream);
  if (problems.length > 0) throw new Error(`stream ${spec.name}: ${problems.join('; ')}`);
  return stream;
}
