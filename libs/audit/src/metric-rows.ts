import { identifier } from '@weir/clickhouse';
import { fieldOf, resolveType, type AvroRecord, type AvroType } from '@weir/schemas';
import type { MetricDefinition, StreamDefinition } from '@weir/streams';
import { decimalSql, groupTextSql } from './field-sql.ts';

/** The raw table of a stream. */
export const eventTable = (stream: StreamDefinition): string => identifier(`events_${stream.name}`);

/** Epoch ms of a row's event time, and of its arrival at the broker. */
export const timeSql = (stream: StreamDefinition): string =>
  `toUnixTimestamp64Milli(${identifier(stream.time)})`;
export const appendedSql = 'toUnixTimestamp64Milli(_appended_at)';

/** Rule 4: ahead of the broker's clock; such an event counts nowhere and moves no clock. */
export const aheadSql = (time: string, appended: string): string =>
  `${time} > ${appended} + {max_ahead:Int64}`;

/** Rows of `[from, to)` in event time, written so that the table's primary key prunes. */
export const betweenSql = (stream: StreamDefinition, from: string, to: string): string =>
  `${identifier(stream.time)} >= fromUnixTimestamp64Milli(${from}, 'UTC') AND ` +
  `${identifier(stream.time)} < fromUnixTimestamp64Milli(${to}, 'UTC')`;

function itemRecord(stream: StreamDefinition, each: string): AvroRecord {
  const array = fieldOf(stream.schema, each);
  const type = array === undefined ? undefined : resolveType(array.type).type;
  const items = type?.kind === 'array' ? resolveType(type.items).type : undefined;
  if (items?.kind !== 'record') throw new Error(`"${each}" is no array of records in ${stream.schema.name}`);
  return items.record;
}

/** The fields that a metric speaks of: of the event, or of the items of its `each` array. */
interface MetricFields {
  readonly column: (field: string) => string;
  readonly typeOf: (field: string) => AvroType;
  /** Columns that are exploded together, one row an item; none without `each`. */
  readonly exploded: readonly string[];
}

function fieldsOf(stream: StreamDefinition, metric: MetricDefinition): MetricFields {
  const { each, by, field } = metric;
  const record = each === undefined ? stream.schema : itemRecord(stream, each);
  const column = (name: string) => identifier(each === undefined ? name : `${each}.${name}`);
  const typeOf = (name: string): AvroType => {
    const found = fieldOf(record, name);
    if (found === undefined) throw new Error(`${record.name} has no field "${name}"`);
    return found.type;
  };
  const used = [...by, ...(field === undefined ? [] : [field])];
  // A count of items needs no field of them: any column tells how many there are.
  const [any] = record.fields;
  const columns = used.length === 0 && any !== undefined ? [any.name] : used;
  return { column, typeOf, exploded: each === undefined ? [] : [...new Set(columns)].map(column) };
}

const escaped = (text: string): string => `replaceAll(replaceAll(${text}, '\\\\', '\\\\\\\\'), '|', '\\\\|')`;

/** The group's name: one field as it is, several joined by `|` with `\` and `|` inside them escaped. */
function groupSql(metric: MetricDefinition, { column, typeOf }: MetricFields): string {
  const texts = metric.by.map((field) => groupTextSql(column(field), typeOf(field)));
  const [first] = texts;
  if (first === undefined) return "''";
  return texts.length === 1 ? first : `concat(${texts.map(escaped).join(", '|', ")})`;
}

const isMeasured = ({ kind }: MetricDefinition): boolean => kind !== 'count' && kind !== 'unique';

/** Columns beyond the common ones that the metric's value is made of. */
function valueColumns(stream: StreamDefinition, metric: MetricDefinition, fields: MetricFields): string[] {
  if (metric.kind === 'unique') return [`1 AS _measured`, `${identifier(stream.key)} AS _key`];
  if (!isMeasured(metric) || metric.field === undefined) return ['1 AS _measured'];
  const value = decimalSql(fields.column(metric.field), fields.typeOf(metric.field));
  return [`isNotNull(${value}) AS _measured`, `ifNull(${value}, toDecimal128(0, 4)) AS _value`];
}

/** The columns of `metricRowsSql`. */
export function rowColumns(metric: MetricDefinition): string[] {
  const own = metric.kind === 'unique' ? ['_key'] : isMeasured(metric) ? ['_value'] : [];
  const common = ['_partition', '_offset', '_item', '_time', '_appended', '_ahead', '_window', '_group'];
  return ['run_id', ...common, '_measured', ...own];
}

/**
 * SELECT of what a metric takes from the raw events of `[{from}, {to})`: a row for each event, or each item of its
 * `each` array, with window and group. FINAL leaves one row of a duplicate (same id and time: the first in the log, see
 * `_precedence`) and of a redelivered record. Names of events' fields never begin with `_`, so ours are free.
 */
export function metricRowsSql(stream: StreamDefinition, metric: MetricDefinition, where = ''): string {
  const fields = fieldsOf(stream, metric);
  const explode =
    fields.exploded.length === 0
      ? ''
      : `\nARRAY JOIN arrayEnumerate(${fields.exploded[0]}) AS _item, ${fields.exploded.join(', ')}`;
  return `SELECT run_id, _partition, _offset, ${explode === '' ? '1 AS _item' : '_item'},
    ${timeSql(stream)} AS _time, ${appendedSql} AS _appended, ${aheadSql('_time', '_appended')} AS _ahead,
    intDiv(_time, {size:Int64}) * {size:Int64} AS _window, ${groupSql(metric, fields)} AS _group,
    ${valueColumns(stream, metric, fields).join(', ')}
FROM ${eventTable(stream)} FINAL${explode}
WHERE ${betweenSql(stream, '{from:Int64}', '{to:Int64}')}${where}`;
}

/** The value of a group of rows as `Decimal(38, 4)`, over those for which `condition` (SQL) holds. */
export function valueSql({ kind }: MetricDefinition, condition: string): string {
  const order = '(_time, _offset, _item)';
  switch (kind) {
    case 'count':
      return `toDecimal128(countIf(${condition}), 4)`;
    case 'unique':
      return `toDecimal128(uniqExactIf(_key, ${condition}), 4)`;
    case 'sum':
      return `sumIf(_value, ${condition})`;
    case 'min':
    case 'max':
      return `${kind}If(_value, ${condition})`;
    case 'first':
      return `argMinIf(_value, ${order}, ${condition})`;
    case 'last':
      return `argMaxIf(_value, ${order}, ${condition})`;
  }
}

/** The event time (epoch ms) of the event that gives a first or last value; 0 for the other kinds. */
export const valueAtSql = ({ kind }: MetricDefinition, condition: string): string =>
  kind === 'first'
    ? `minIf(_time, ${condition})`
    : kind === 'last'
      ? `maxIf(_time, ${condition})`
      : 'toInt64(0)';

/** How `series` merges the values of partitions (apps/provision/src/views/series.ts), over rows with `condition`. */
export function mergedSql({ kind }: MetricDefinition, value: string, at: string, condition: string): string {
  if (kind === 'min' || kind === 'max') return `${kind}If(${value}, ${condition})`;
  if (kind === 'first') return `argMinIf(${value}, (${at}, _partition), ${condition})`;
  if (kind === 'last') return `argMaxIf(${value}, (${at}, _partition), ${condition})`;
  return `sumIf(${value}, ${condition})`;
}
