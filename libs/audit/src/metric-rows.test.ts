import type { AvroRecord } from '@weir/schemas';
import { defineStream, streams, type StreamDefinition } from '@weir/streams';
import { judgedRowsSql } from './judged-rows.ts';
import { metricRowsSql, valueSql } from './metric-rows.ts';

const schema: AvroRecord = {
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'customer', type: 'string' },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'weight', type: ['null', 'double'] },
    { name: 'note', type: ['null', 'string'] },
    { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 2 } },
    {
      name: 'items',
      type: {
        type: 'array',
        items: { type: 'record', name: 'Item', fields: [{ name: 'quantity', type: 'int' }] },
      },
    },
  ],
};

interface Order {
  readonly customer: string;
  readonly at: number;
  readonly weight: number | null;
  readonly note: string | null;
  readonly price: bigint;
  readonly items: readonly { readonly quantity: number }[];
}

const orders = defineStream<Order>({
  name: 'orders',
  title: '',
  description: '',
  schema,
  key: 'customer',
  time: 'at',
  metrics: {
    mass: { kind: 'sum', field: 'weight', every: '1s', title: '' },
    by_note: { kind: 'count', by: ['note'], every: '1s', title: '' },
    by_both: { kind: 'count', by: ['note', 'price'], every: '1s', title: '' },
    items: { kind: 'count', each: 'items', every: '1s', title: '' },
    quantity: { kind: 'sum', each: 'items', field: 'quantity', every: '1s', title: '' },
    customers: { kind: 'unique', field: 'customer', every: '1m', title: '' },
  },
  example: {},
});

const sqlOf = (name: string, stream: StreamDefinition = orders): string => {
  const metric = stream.metrics.find((one) => one.name === name);
  if (metric === undefined) throw new Error(name);
  return metricRowsSql(stream, metric);
};

test('a row is an event with its window, read so that the primary key prunes and copies collapse', () => {
  const sql = sqlOf('customers');
  expect(sql).toContain('FROM `events_orders` FINAL\nWHERE `at` >= fromUnixTimestamp64Milli({from:Int64}');
  expect(sql).toContain('intDiv(_time, {size:Int64}) * {size:Int64} AS _window');
  expect(sql).toContain("'' AS _group");
  expect(sql).toContain('`customer` AS _key');
});

test('an event whose number is null is not measured; a float is rounded once', () => {
  expect(sqlOf('mass')).toMatch(/isNotNull\(.*floor.*\) AS _measured/);
});

test('a group is the field as text, null an empty one', () => {
  expect(sqlOf('by_note')).toContain("CAST(ifNull(toString(`note`), '') AS String) AS _group");
});

test('a group of several fields escapes what joins them, and a decimal is its units', () => {
  const sql = sqlOf('by_both');
  expect(sql).toContain(
    `replaceAll(replaceAll(CAST(ifNull(toString(\`note\`), '') AS String), '\\\\', '\\\\\\\\'), '|', '\\\\|')`,
  );
  expect(sql).toContain("toString(toInt128(`price` * toInt128('100')))");
  expect(sql).toContain(", '|', ");
});

test('an array field is exploded, even where none of its fields is asked for', () => {
  expect(sqlOf('items')).toContain('ARRAY JOIN arrayEnumerate(`items.quantity`) AS _item, `items.quantity`');
  expect(sqlOf('quantity')).toContain('toDecimal128(`items.quantity`, 4)');
});

test('first and last go by event time, then by place in the log', () => {
  const [metric] = orders.metrics;
  if (metric === undefined) throw new Error('no metric');
  expect(valueSql({ ...metric, kind: 'first' }, '_counted')).toBe(
    'argMinIf(_value, (_time, _offset, _item), _counted)',
  );
});

test('every metric of every stream can be written as SQL, with names quoted and values bound', () => {
  for (const stream of [...streams, orders]) {
    for (const metric of stream.metrics) {
      const sql = judgedRowsSql({ stream, metric, run: "r'1", group: 'x|y', overBound: true, silent: true });
      expect(sql).not.toContain("r'1");
      expect(sql).not.toContain('x|y');
      for (const name of [
        'stream',
        'metric',
        'run',
        'group',
        'from',
        'to',
        'grace',
        'max_ahead',
        'max_groups',
      ]) {
        expect(sql).toContain(`{${name}:`);
      }
    }
  }
});
