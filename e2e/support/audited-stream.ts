import type { AvroRecord } from '@weir/schemas';
import { defineStream, type StreamDefinition } from '@weir/streams';

const schema: AvroRecord = {
  type: 'record',
  name: 'Sale',
  fields: [
    { name: 'sale_id', type: 'string' },
    { name: 'store', type: 'string' },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'total', type: { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 4 } },
    { name: 'discount', type: ['null', { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 2 }] },
    { name: 'weight', type: 'double' },
    { name: 'note', type: ['null', 'string'] },
    { name: 'channel', type: { type: 'enum', name: 'Channel', symbols: ['till', 'web'] } },
    { name: 'lines', type: 'int' },
    {
      name: 'items',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'SaleItem',
          fields: [
            { name: 'category', type: ['null', 'string'] },
            { name: 'quantity', type: 'int' },
            { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 4 } },
          ],
        },
      },
    },
  ],
};

/** A sale as the aggregator decodes it: decimals in their units, times in epoch ms. */
export interface Sale {
  readonly sale_id: string;
  readonly store: string;
  readonly at: number;
  readonly total: bigint;
  readonly discount: bigint | null;
  readonly weight: number;
  readonly note: string | null;
  readonly channel: string;
  readonly lines: number;
  readonly items: readonly {
    readonly category: string | null;
    readonly quantity: number;
    readonly price: bigint;
  }[];
}

/** A stream with every kind of metric, groups by one field and by several, groups of items, and a bound of 3 groups. */
export const auditedStream = (name: string): StreamDefinition =>
  defineStream<Sale>({
    name,
    title: name,
    description: 'Only in tests.',
    schema,
    key: 'store',
    time: 'at',
    id: 'sale_id',
    maxGroups: 3,
    metrics: {
      sales: { kind: 'count', every: '1s', title: '' },
      stores: { kind: 'unique', field: 'store', every: '1m', title: '' },
      turnover: { kind: 'sum', field: 'total', every: '3s', title: '' },
      least: { kind: 'min', field: 'total', every: '3s', title: '' },
      most: { kind: 'max', field: 'discount', every: '3s', title: '' },
      opening: { kind: 'first', field: 'discount', every: '3s', title: '' },
      closing: { kind: 'last', field: 'total', every: '3s', title: '' },
      mass: { kind: 'sum', field: 'weight', every: '7s', title: '' },
      by_channel: { kind: 'sum', field: 'lines', by: ['channel'], every: '3s', title: '' },
      by_note: { kind: 'count', by: ['note'], every: '3s', title: '' },
      by_both: { kind: 'last', field: 'discount', by: ['note', 'channel', 'total'], every: '3s', title: '' },
      items: { kind: 'count', each: 'items', every: '1s', title: '' },
      quantity: { kind: 'sum', each: 'items', field: 'quantity', by: ['category'], every: '3s', title: '' },
      cheapest: {
        kind: 'first',
        each: 'items',
        field: 'price',
        by: ['category', 'quantity'],
        every: '3s',
        title: '',
      },
    },
    example: {},
  });

/** CREATE TABLE for its raw events, in the form that the provisioner generates. */
export const auditedTable = (name: string): string => `CREATE TABLE events_${name} (
    sale_id String, store String, at DateTime64(3, 'UTC'), total Decimal(18, 4), discount Nullable(Decimal(18, 2)),
    weight Float64, note Nullable(String), channel LowCardinality(String), lines Int32,
    \`items.category\` Array(Nullable(String)), \`items.quantity\` Array(Int32), \`items.price\` Array(Decimal(18, 4)),
    run_id String, _partition UInt64, _offset UInt64, _appended_at DateTime64(3, 'UTC'),
    _precedence UInt64 MATERIALIZED if(toUnixTimestamp64Milli(at) > toUnixTimestamp64Milli(_appended_at) + 300000,
        0, 18446744073709551615 - _offset)
) ENGINE = ReplacingMergeTree(_precedence) PARTITION BY toYYYYMM(_appended_at)
ORDER BY (toStartOfHour(at), run_id, sale_id, at)`;
