import type { AvroField, AvroRecord } from '@weir/schemas';
import { eventColumns } from './event-columns.ts';

const record = (...fields: AvroField[]): AvroRecord => ({ type: 'record', name: 'Thing', fields });
const columns = (...fields: AvroField[]) =>
  eventColumns(record(...fields)).map(({ name, type, default: value }) =>
    value === undefined ? `${name} ${type}` : `${name} ${type} = ${value}`,
  );
const decimal = { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 4 } as const;
const timestamp = { type: 'long', logicalType: 'timestamp-millis' } as const;
const day = { type: 'int', logicalType: 'date' } as const;

test('every Avro type of the schemas has its column type', () => {
  const side = { type: 'enum', name: 'Side', symbols: ['BUY', 'SELL'] } as const;
  expect(
    columns(
      { name: 'a', type: 'string' },
      { name: 'b', type: decimal },
      { name: 'c', type: timestamp },
      { name: 'd', type: day },
      { name: 'e', type: 'boolean' },
      { name: 'f', type: 'int' },
      { name: 'g', type: 'long' },
      { name: 'h', type: 'float' },
      { name: 'i', type: 'double' },
      { name: 'j', type: side },
      { name: 'k', type: { type: 'array', items: 'string' } },
    ),
  ).toEqual([
    'a String',
    'b Decimal(18, 4)',
    "c DateTime64(3, 'UTC')",
    'd Date32',
    'e Bool',
    'f Int32',
    'g Int64',
    'h Float32',
    'i Float64',
    'j LowCardinality(String)',
    'k Array(String)',
  ]);
});

test('a union with null is a nullable column', () => {
  const side = { type: 'enum', name: 'Side', symbols: ['BUY', 'SELL'] } as const;
  expect(
    columns(
      { name: 'a', type: ['null', 'string'], default: null },
      { name: 'b', type: [decimal, 'null'] },
      { name: 'c', type: ['null', side], default: null },
    ),
  ).toEqual(['a Nullable(String)', 'b Nullable(Decimal(18, 4))', 'c LowCardinality(Nullable(String))']);
});

test('an array of records is one array per field of the record', () => {
  const items = record(
    { name: 'product', type: 'string' },
    { name: 'price', type: decimal },
    { name: 'category', type: ['null', 'string'], default: null },
  );
  expect(columns({ name: 'items', type: { type: 'array', items } })).toEqual([
    'items.product Array(String)',
    'items.price Array(Decimal(18, 4))',
    'items.category Array(Nullable(String))',
  ]);
});

test('a default is what rows without the field read as', () => {
  expect(
    columns(
      { name: 'a', type: 'string', default: "it's" },
      { name: 'b', type: 'int', default: 7 },
      { name: 'c', type: 'boolean', default: true },
      { name: 'd', type: decimal, default: '\u0001\u00e2\u0040' },
      { name: 'e', type: timestamp, default: 1_700_000_000_000 },
      { name: 'f', type: day, default: 19_000 },
      { name: 'g', type: { type: 'array', items: 'string' }, default: [] },
      { name: 'h', type: ['string', 'null'], default: 'x' },
    ),
  ).toEqual([
    "a String = 'it\\'s'",
    'b Int32 = 7',
    'c Bool = true',
    "d Decimal(18, 4) = toDecimal128('12.3456', 4)",
    "e DateTime64(3, 'UTC') = fromUnixTimestamp64Milli(1700000000000, 'UTC')",
    'f Date32 = toDate32(19000)',
    'g Array(String)',
    'h Nullable(String)',
  ]);
});

test('a type without a column is refused with the name of its field', () => {
  const inner = record({ name: 'x', type: 'int' });
  expect(() => columns({ name: 'where', type: inner })).toThrow(
    'Thing.where: a record is stored only as the item of an array',
  );
  expect(() => columns({ name: 'tags', type: ['null', { type: 'array', items: 'string' }] })).toThrow(
    'Thing.tags: an array cannot be null in ClickHouse: use an empty one',
  );
});

test('names that Weir needs for itself are refused', () => {
  expect(() => columns({ name: 'run_id', type: 'string' })).toThrow(/Thing.run_id: this name is kept/);
  expect(() => columns({ name: '_offset', type: 'long' })).toThrow(/Thing._offset: this name is kept/);
});
