import { createJsonReader } from '@weir/schemas';
import { createEventCheck, streamByName, streams, type StreamDefinition } from '@weir/streams';
import { createRandom } from '../generate/random.ts';
import { generatorFromSchema } from './from-schema.ts';
import type { Generator } from './generator.ts';
import { generatorFor } from './registry.ts';
import { skewedUser } from './skewed-user.ts';
import { fixedUsers } from './transactions.generator.ts';
import { userUid } from './user-uid.ts';

const startMs = Date.UTC(2026, 0, 31, 12);

const lines = (generator: Generator, count: number, { users = 100, realSize = false } = {}) => {
  const next = generator.create({ random: createRandom(5), users, realSize });
  return Array.from({ length: count }, (_, index) => next(startMs + index * 1_000));
};

const named = (name: string): StreamDefinition => {
  const stream = streamByName(name);
  if (stream === undefined) throw new Error(name);
  return stream;
};

describe.each(streams.map((stream) => [stream.name, stream] as const))('%s', (_name, stream) => {
  const read = createJsonReader<Record<string, unknown>>(stream.schema, stream.json);
  const check = createEventCheck(stream);
  const expectValid = (line: string, index: number, stepMs = 1) => {
    const reading = read(JSON.parse(line));
    expect(reading).toMatchObject({ ok: true });
    if (!reading.ok) return;
    expect(check(reading.event)).toEqual([]);
    expect(reading.event[stream.time]).toBe(Math.floor((startMs + index * 1_000) / stepMs) * stepMs);
  };

  test('its generator writes valid events with the time that is asked for', () => {
    const generator = generatorFor(stream);
    for (const [count, realSize] of [
      [500, false],
      [100, true],
    ] as const) {
      lines(generator, count, { realSize }).forEach((line, index) =>
        expectValid(line, index, generator.timeStepMs),
      );
    }
  });

  if (stream.checks.length === 0) {
    test('a generator made from its schema alone would do too', () => {
      lines(generatorFromSchema(stream), 500).forEach((line, index) => expectValid(line, index));
    });
  }
});

test('transactions: ten fixed users in rotation, ten in a row are worth 550, ids never repeat', () => {
  const events = lines(generatorFor(named('transactions')), 10_000).map(
    (line) => JSON.parse(line) as { user_id: string; amount: string; transaction_id: string },
  );
  expect(fixedUsers.map((user) => user[0]).join('')).toBe('0123456789');
  expect(events.every(({ user_id: user }, index) => user === fixedUsers[index % 10])).toBe(true);
  expect(events.every(({ user_id: user, amount }) => Number(amount) === (Number(user[0]) * 10 || 100))).toBe(
    true,
  );
  expect(events.slice(30, 40).reduce((sum, { amount }) => sum + Number(amount), 0)).toBe(550);
  expect(new Set(events.map(({ transaction_id: id }) => id)).size).toBe(10_000);
});

test('receipts and orders: the totals are exact, the goods and the customers vary', () => {
  const receipts = lines(generatorFor(named('receipts')), 1_000, { users: 1_000 }).map(
    (line) => JSON.parse(line) as { store_id: string; items: { category: string }[] },
  );
  expect(new Set(receipts.map(({ store_id: store }) => store)).size).toBeGreaterThan(20);
  expect(
    new Set(receipts.flatMap(({ items }) => items.map(({ category }) => category))).size,
  ).toBeGreaterThan(5);
  const orders = lines(generatorFor(named('orders')), 1_000).map(
    (line) =>
      JSON.parse(line) as Record<'unit_price' | 'total' | 'customer_id' | 'country', string> & {
        quantity: number;
      },
  );
  const cents = (text: string) => Number(text.replace('.', ''));
  for (const { unit_price: price, quantity, total } of orders)
    expect(cents(total)).toBe(cents(price) * quantity);
  const homes = new Map(orders.map(({ customer_id: customer, country }) => [customer, country]));
  expect(orders.every(({ customer_id: customer, country }) => homes.get(customer) === country)).toBe(true);
});

test('exchange prices: low ≤ start, end ≤ high; those of spreads may be negative, others not', () => {
  for (const name of ['xetra', 'eurex']) {
    const bars = lines(generatorFor(named(name)), 2_000).map(
      (line) => JSON.parse(line) as Record<string, string | undefined>,
    );
    for (const bar of bars) {
      const [start = 0, max = 0, min = 0, end = 0] = ['start', 'max', 'min', 'end'].map((which) =>
        Number(bar[`${which}_price`]),
      );
      expect(min <= start && min <= end && start <= max && end <= max).toBe(true);
      if (bar['mleg'] === undefined) expect(min).toBeGreaterThan(0);
    }
    const spreads = bars.filter(({ mleg }) => mleg !== undefined);
    if (name === 'eurex') expect(spreads.some((bar) => Number(bar['min_price']) < 0)).toBe(true);
    expect(spreads.every((bar) => BigInt(bar['security_id'] ?? 0) > 2n ** 53n)).toBe(true);
  }
});

test('frames of real size: about 2 KB, 22 fields and one that comes twice, in any order', () => {
  const texts = lines(generatorFor(named('frames')), 200, { realSize: true });
  const meanBytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length;
  expect(meanBytes).toBeGreaterThan(1_700);
  expect(meanBytes).toBeLessThan(2_300);
  expect(new Set(texts.map((text) => Object.keys(JSON.parse(text) as object).length))).toEqual(new Set([22]));
  expect(texts.every((text) => text.match(/"channel":/g)?.length === 2)).toBe(true);
  expect(new Set(texts.map((text) => text.slice(0, 5))).size).toBeGreaterThan(5);
});

test('a uid has 19 hexadecimal characters and is the user’s own', () => {
  const uids = Array.from({ length: 100_000 }, (_, index) => userUid(index));
  expect(uids.every((uid) => /^[0-9a-f]{19}$/.test(uid))).toBe(true);
  expect(new Set(uids).size).toBe(100_000);
});

test('users are skewed: all of them come, the first far more often than the last', () => {
  const random = createRandom(1);
  const counts = new Array<number>(100).fill(0);
  for (let draw = 0; draw < 100_000; draw += 1) {
    const user = skewedUser(random, 100);
    counts[user] = (counts[user] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(0);
  expect(counts[0]).toBeGreaterThan(20 * (counts[99] ?? 0));
  expect(skewedUser(random, 1)).toBe(0);
});

test('a schema with every type gets plausible values', () => {
  const stream: StreamDefinition = {
    ...named('transactions'),
    name: 'everything',
    id: 'id',
    key: 'key',
    time: 'at',
    schema: {
      type: 'record',
      name: 'Everything',
      fields: [
        { name: 'id', type: 'string' },
        { name: 'key', type: 'string' },
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
        { name: 'day', type: { type: 'int', logicalType: 'date' } },
        { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 4 } },
        { name: 'raw', type: 'bytes' },
        { name: 'flag', type: 'boolean' },
        { name: 'small', type: 'int' },
        { name: 'big', type: 'long' },
        { name: 'real', type: 'double' },
        { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A', 'B'] } },
        { name: 'note', type: ['null', 'string'] },
        {
          name: 'items',
          type: {
            type: 'array',
            items: { type: 'record', name: 'Item', fields: [{ name: 'product', type: 'string' }] },
          },
        },
      ],
    },
  };
  const read = createJsonReader<Record<string, unknown>>(stream.schema);
  const events = lines(generatorFor(stream), 300).map((line) => read(JSON.parse(line)));
  expect(events.every(({ ok }) => ok)).toBe(true);
  const notes = new Set(events.map((reading) => (reading.ok ? typeof reading.event['note'] : '')));
  expect(notes).toEqual(new Set(['object', 'string']));
});
