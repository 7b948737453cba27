import type { KnownAnswer } from './known-answer.ts';
import { decodeAnswer, encodeAnswer } from './known-answer.ts';
import { AnswerTable } from './answer-table.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';
import { testGateway, transaction } from '../gateway.test-support.ts';

let gateway: Awaited<ReturnType<typeof testGateway>>;
beforeEach(async () => {
  gateway = await testGateway();
});
afterEach(() => gateway.app.close());

const events = '/v1/events/transactions';
const key = (value: string) => ({ 'idempotency-key': value });

test('a repeated request is answered the same and stored once, by any of its addresses', async () => {
  const body = transaction();
  const first = await gateway.postJson(events, body, key('"order-1"'));
  expect([first.statusCode, first.headers['idempotent-replayed']]).toEqual([202, undefined]);
  for (const [url, form] of [
    [events, 'order-1'],
    ['/transactions', '"order-1"'],
  ] as const) {
    const again = await gateway.postJson(url, body, key(form));
    expect([again.statusCode, again.body]).toEqual([202, first.body]);
    expect(again.headers['idempotent-replayed']).toBe('true');
  }
  expect(gateway.sink.stored).toHaveLength(1);
});

test('without a key nothing is remembered', async () => {
  await gateway.postJson(events, transaction());
  await gateway.postJson(events, transaction());
  expect(gateway.sink.stored).toHaveLength(2);
});

test('the same key with another body is 422, also as NDJSON or for another run', async () => {
  const body = JSON.stringify(transaction());
  await gateway.postJson(events, body, key('k'));
  const { run_id } = (await gateway.postJson('/v1/runs', { stream: 'transactions' })).json();
  const stored = gateway.sink.stored.length;
  for (const response of [
    await gateway.postJson(events, `${body} `, key('k')),
    await gateway.postLines(events, [body], key('k')),
    await gateway.postJson(`${events}?run=${run_id}`, body, key('k')),
  ]) {
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ type: 'urn:weir:problem:idempotency-key-reused' });
  }
  expect(gateway.sink.stored).toHaveLength(stored);
  expect((await gateway.postJson('/frames', { ts: 1_769_860_800, uid: 'a' }, key('k'))).statusCode).toBe(202);
});

test('a partial answer is repeated word for word; after 400 the key is free for the mended request', async () => {
  const lines = [JSON.stringify(transaction()), 'nonsense', JSON.stringify(transaction())];
  const first = await gateway.postLines(events, lines, key('part'));
  expect(first.statusCode).toBe(207);
  const again = await gateway.postLines(events, lines, key('part'));
  expect([again.statusCode, again.body]).toEqual([207, first.body]);
  expect(gateway.sink.stored).toHaveLength(2);

  expect((await gateway.postJson(events, { user_id: 1 }, key('bad'))).statusCode).toBe(400);
  expect((await gateway.postJson(events, transaction(), key('bad'))).statusCode).toBe(202);
});

test('a repetition is answered also after its run was finished', async () => {
  const { run_id } = (await gateway.postJson('/v1/runs', { stream: 'transactions' })).json();
  const url = `${events}?run=${run_id}`;
  expect((await gateway.postJson(url, transaction({ created_at: 0 }), key('r'))).statusCode).toBe(202);
  await gateway.app.inject({ method: 'POST', url: `/v1/runs/${run_id}/finish` });
  expect((await gateway.postJson(url, transaction({ created_at: 0 }), key('r'))).statusCode).toBe(202);
  // The same when another gateway had taken it in.
  for (const [id, answer] of gateway.answers.known) gateway.answers.elsewhere.set(id, answer);
  gateway.answers.known.clear();
  expect((await gateway.postJson(url, transaction({ created_at: 0 }), key('r'))).statusCode).toBe(202);
  expect((await gateway.postJson(url, transaction({ created_at: 0 }), key('other'))).statusCode).toBe(409);
});

test('a body with a key has at most 8 MiB: 413', async () => {
  const large = await testGateway({ bodyLimitBytes: 32_000_000 });
  const line = JSON.stringify(transaction());
  const lines = Array.from({ length: Math.ceil((9 * 1024 * 1024) / line.length) }, () => line);
  expect((await large.postLines(events, lines, key('k'))).statusCode).toBe(413);
  expect(large.sink.stored).toHaveLength(0);
  await large.app.close();
});

test.each([['""'], [''], ['a, b'], ['"a'], ['ä'], ['x'.repeat(256)], ['two words']])(
  'the key %p is refused',
  (value) => expect(() => idempotencyKeyOf(key(value))).toThrow(/must be one string/),
);

test.each([
  ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
  ['8e03978e', '8e03978e'],
  ['"two words"', 'two words'],
])('the key %p is read', (value, read) => expect(idempotencyKeyOf(key(value))).toBe(read));

describe('what is remembered', () => {
  const answer = (atMs: number, body = ''): KnownAnswer => ({ fingerprint: 'f', status: 202, body, atMs });

  test('ends with the window', () => {
    const table = new AnswerTable(1_000, 1e6);
    table.set('a', answer(0), 0);
    table.set('b', answer(900), 900);
    expect(table.get('a', 1_000)).toBeDefined();
    expect(table.get('a', 1_001)).toBeUndefined();
    table.set('c', answer(1_500), 1_500);
    expect(table.size).toBe(2);
  });

  test('has a bound in bytes: the oldest go first', () => {
    const table = new AnswerTable(1_000, 1_000);
    for (let i = 0; i < 10; i += 1) table.set(`k${i}`, answer(i), i);
    expect(table.size).toBe(5);
    expect(table.get('k4', 10)).toBeUndefined();
    expect(table.get('k5', 10)).toBeDefined();
    table.set('big', answer(10, 'x'.repeat(600)), 10);
    expect(table.size).toBe(2);
  });

  test('is read back from its record; anything else is not', () => {
    const { atMs, ...rest } = answer(5, '{"accepted":1}');
    expect(decodeAnswer(encodeAnswer(rest), 5)).toEqual({ ...rest, atMs });
    for (const text of ['', '{', '[]', 'null', '{"status":1}'])
      expect(decodeAnswer(Buffer.from(text), 0)).toBeUndefined();
  });
});
