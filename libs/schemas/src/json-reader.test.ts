import { createCodec, createJsonReader, frameSchema, toJson, transactionSchema } from './index.ts';
import type { Frame, Transaction } from './index.ts';

const good = {
  transaction_id: 't1',
  user_id: 'u1',
  amount: '12.50',
  created_at: '2026-01-31T12:00:00.250+01:00',
};
const read = createJsonReader<Transaction>(transactionSchema);

/** `path: message` of every error. */
const errorsOf = (json: unknown) => {
  const reading = read(json);
  return reading.ok ? [] : reading.errors.map(({ path, message }) => `${path}: ${message}`);
};

test('a good event is read: decimals exact, times as epoch ms, defaults filled in', () => {
  expect(read(good)).toEqual({
    ok: true,
    event: {
      transaction_id: 't1',
      user_id: 'u1',
      amount: 125_000n,
      currency: 'EUR',
      product: null,
      payment_method: null,
      created_at: Date.UTC(2026, 0, 31, 11, 0, 0, 250),
    },
  });
});

test('all errors of an event are reported at once, each with its JSON pointer', () => {
  expect(errorsOf({ user_id: 7, amount: 1.23456, created_at: 'yesterday', colour: 'red' })).toEqual([
    '/transaction_id: is missing',
    '/user_id: expected a string, got 7',
    '/amount: has 5 decimals, at most 4 are kept; round it before sending',
    expect.stringMatching(/^\/created_at: expected ISO 8601 with an offset .* got "yesterday"$/),
    expect.stringMatching(/^\/colour: is not a field of Transaction; the fields are transaction_id, /),
  ]);
});

test.each([[null], [[]], ['text'], [7], [undefined]])('%p is no event', (json) => {
  expect(errorsOf(json)).toEqual([expect.stringMatching(/^: expected an object, got/)]);
});

test('names of Object.prototype are no fields', () => {
  expect(errorsOf(JSON.parse('{"__proto__": {"user_id": "u1"}}'))).toContain('/user_id: is missing');
  expect(errorsOf({ ...good, toString: 'x' })).toEqual([
    expect.stringContaining('/toString: is not a field'),
  ]);
});

test('half of a surrogate pair is refused, since UTF-8 cannot hold it', () => {
  expect(errorsOf({ ...good, user_id: 'a\ud800' })).toEqual([
    expect.stringContaining('/user_id: has half of'),
  ]);
  expect(errorsOf({ ...good, user_id: '😀' })).toEqual([]);
});

test.each([
  ['2026-01-31T12:00:00', 'has no offset'],
  ['2026-02-31T12:00:00Z', 'no date of the calendar'],
  [1.5, 'integer of epoch milliseconds'],
  [-1, 'outside 1970 to 2105'],
  [Number.MAX_SAFE_INTEGER, 'outside 1970 to 2105'],
  [true, 'got boolean'],
])('the time %p is refused', (created_at, why) => {
  expect(errorsOf({ ...good, created_at })).toEqual([expect.stringContaining(why)]);
});

describe('frames', () => {
  const readFrame = createJsonReader<Frame>(frameSchema, { unixSeconds: ['ts'], rest: 'payload' });

  test('ts is Unix seconds, and every other field is kept as JSON text', () => {
    const nested = { ts: 1_769_860_800, uid: 'a1', deep: { uid: 1, ts: 'x' }, list: [1, 2] };
    expect(readFrame(nested)).toEqual({
      ok: true,
      event: { ts: 1_769_860_800_000, uid: 'a1', payload: '{"deep":{"uid":1,"ts":"x"},"list":[1,2]}' },
    });
    expect(readFrame({ ts: 1_769_860_800.25, uid: 'a1' })).toMatchObject({
      event: { ts: 1_769_860_800_250, payload: null },
    });
  });

  test('a client field named as the rest field is kept in it too', () => {
    expect(readFrame({ ts: 1, uid: 'a', payload: 5 })).toMatchObject({ event: { payload: '{"payload":5}' } });
  });

  test('milliseconds in place of seconds are recognised', () => {
    const reading = readFrame({ ts: 1_769_860_800_000, uid: 'a1' });
    expect(reading).toMatchObject({
      errors: [{ path: '/ts', message: expect.stringContaining('looks like milliseconds') }],
    });
  });
});

test('what was read is written back as JSON that reads the same', () => {
  const reading = read(good);
  if (!reading.ok) throw new Error('expected a good event');
  const codec = createCodec<Transaction>(transactionSchema);
  const json = toJson(transactionSchema, codec.decode(codec.encode(reading.event)));
  expect(json).toMatchObject({ amount: '12.50', created_at: '2026-01-31T11:00:00.250Z' });
  expect(read(json)).toEqual(reading);
});
