import { decimalFromBytes, formatDecimal, resolveType, type ResolvedType } from '@weir/schemas';
import { literal } from '@weir/clickhouse';

/** The ClickHouse type that AvroConfluent reads an Avro value into without loss. Throws for what has no such type. */
export function columnType(type: ResolvedType, nullable: boolean): string {
  const wrap = (name: string) => (nullable ? `Nullable(${name})` : name);
  switch (type.kind) {
    case 'string':
    case 'bytes':
      return wrap('String');
    // Not Enum8: a new symbol would be an ALTER, and events with it would not be read before it.
    case 'enum':
      return `LowCardinality(${wrap('String')})`;
    case 'decimal':
      return wrap(`Decimal(${type.precision}, ${type.scale})`);
    case 'timestamp':
      return wrap("DateTime64(3, 'UTC')");
    case 'date':
      return wrap('Date32');
    case 'boolean':
      return wrap('Bool');
    case 'int':
      return wrap('Int32');
    case 'long':
      return wrap('Int64');
    case 'float':
      return wrap('Float32');
    case 'double':
      return wrap('Float64');
    case 'array':
      if (nullable) throw new Error('an array cannot be null in ClickHouse: use an empty one');
      return `Array(${itemType(type.items)})`;
    case 'record':
      throw new Error('a record is stored only as the item of an array');
    case 'null':
      throw new Error('null alone is no type of a column');
  }
}

function itemType(items: Parameters<typeof resolveType>[0]): string {
  const { type, nullable } = resolveType(items);
  return columnType(type, nullable);
}

/** An Avro default as SQL; undefined when there is none to write (null, or an empty array: ClickHouse's own). */
export function defaultExpression(type: ResolvedType, value: unknown): string | undefined {
  if (value === undefined || value === null || type.kind === 'array') return undefined;
  switch (type.kind) {
    case 'string':
    case 'bytes':
    case 'enum':
      return literal(String(value));
    // Avro writes the default of a `bytes` field as text whose code points are the bytes.
    case 'decimal':
      return `toDecimal128('${formatDecimal(decimalFromBytes(Buffer.from(String(value), 'latin1')), type.scale)}', ${type.scale})`;
    case 'timestamp':
      return `fromUnixTimestamp64Milli(${Number(value)}, 'UTC')`;
    case 'date':
      return `toDate32(${Number(value)})`;
    default:
      return String(value);
  }
}
