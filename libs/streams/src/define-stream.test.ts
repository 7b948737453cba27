import type { AvroRecord } from '@weir/schemas';
import { defineStream, duplicatesTopic, streams, streamsFromEnv } from './index.ts';

interface Event {
  id: string;
  key: string;
  at: number;
  price: number;
  items: { category: string; quantity: number }[];
}

const schema: AvroRecord = {
  type: 'record',
  name: 'Event',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'key', type: 'string' },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'price', type: 'double' },
    {
      name: 'items',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Item',
          fields: [
            { name: 'category', type: 'string' },
            { name: 'quantity', type: 'int' },
          ],
        },
      },
    },
  ],
};

const spec = {
  name: 'events',
  title: 'Events',
  description: 'for tests',
  schema,
  key: 'key',
  time: 'at',
  id: 'id',
  metrics: { count: { kind: 'count', every: '1s', title: 'count' } },
  example: {},
} as const;

test('a definition becomes plain data with every default filled in', () => {
  const stream = defineStream<Event>({
    ...spec,
    metrics: {
      count: { kind: 'count', every: '1s', title: 'count' },
      items: { kind: 'sum', field: 'quantity', each: 'items', by: ['category'], every: '3s', title: 'items' },
    },
  });
  expect(stream).toMatchObject({ topic: 'events', dlqTopic: 'events.dlq', graceMs: 10_000, partitions: 6 });
  expect(stream.metrics[1]).toMatchObject({
    topic: 'events.items',
    windowMs: 3_000,
    each: 'items',
    by: ['category'],
  });
  expect(JSON.parse(JSON.stringify(stream))).toEqual(stream);
});

test.each([
  ['a metric named as the dead letters', { dlq: { kind: 'count', every: '1s', title: '' } }, 'would collide'],
  [
    'a field that is not there',
    { m: { kind: 'sum', field: 'nope', every: '1s', title: '' } },
    'no field "nope"',
  ],
  [
    'a unique that is not the key',
    { m: { kind: 'unique', field: 'id', every: '1s', title: '' } },
    'only over the key',
  ],
  [
    'money over a float',
    { m: { kind: 'sum', field: 'price', unit: 'money', every: '1s', title: '' } },
    'lose cents',
  ],
  ['a sum of text', { m: { kind: 'sum', field: 'id', every: '1s', title: '' } }, 'cannot take the sum'],
  ['a group that is not there', { m: { kind: 'count', by: ['x'], every: '1s', title: '' } }, 'no field "x"'],
  [
    'an each that is no array',
    { m: { kind: 'count', each: 'id', every: '1s', title: '' } },
    'no array of records',
  ],
  ['a window of no size', { m: { kind: 'count', every: '0s', title: '' } }, 'every must be'],
])('%s is refused', (_what, metrics, why) => {
  // The compiler refuses most of these too; a definition may yet come from JavaScript or go with an edited schema.
  const define = () => defineStream<Event>({ ...spec, metrics: metrics as unknown as typeof spec.metrics });
  expect(define).toThrow(`stream events: `);
  expect(define).toThrow(why);
});

test('the compiler knows the fields', () => {
  const metrics = { m: { kind: 'sum', field: 'key', every: '1s', title: '' } } as const;
  // @ts-expect-error a string cannot be summed
  expect(() => defineStream<Event>({ ...spec, metrics })).toThrow('cannot take the sum');
});

test('names, topics and aliases in the registry are unique', () => {
  const topics = streams.flatMap((stream) => [
    stream.topic,
    stream.dlqTopic,
    ...(stream.inTopic === undefined ? [] : [stream.inTopic]),
    ...stream.metrics.map(({ topic }) => topic),
  ]);
  expect(new Set(topics).size).toBe(topics.length);
  expect(new Set(streams.map(({ name }) => name)).size).toBe(streams.length);
});

test('topics can be renamed by the environment, and by the names of the frame counter that came before', () => {
  const renamed = streamsFromEnv({
    TOPIC_TRANSACTIONS_INCOME: 'window_transactions',
    SEC_METRICS_OUTPUT_TOPIC: 'sec',
  });
  const topicOf = (stream: string, metric: string) =>
    renamed.find(({ name }) => name === stream)?.metrics.find(({ name }) => name === metric)?.topic;
  expect(topicOf('transactions', 'income')).toBe('window_transactions');
  expect(topicOf('frames', 'count')).toBe('sec');
  expect(topicOf('frames', 'users_1m')).toBe('frames.users_1m');
  expect(duplicatesTopic({})).toBe('duplicates');
  expect(duplicatesTopic({ TOPIC_DUPLICATES: 'copies' })).toBe('copies');
});
