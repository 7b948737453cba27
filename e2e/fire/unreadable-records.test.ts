import { waitFor } from '@weir/testing';
import { asAvro } from '../support/event-forms.ts';
import { eventCount, fireStack, type FireStack } from '../support/fire-stack.ts';
import { readTopic } from '../support/read-topic.ts';

let fire: FireStack;
beforeAll(async () => void (fire = await fireStack()));
afterAll(() => fire?.stop());

const yearMs = 365 * 86_400_000;

test('records that are no events, or far ahead, become dead letters with their bytes, and the stream goes on', async () => {
  await fire.aggregator();
  const { producer, schemaId, send } = await fire.intoTopic('transactions');
  const { topic, dlqTopic } = fire.streamNamed('transactions');
  const ahead = { id: 'ahead', user: 'user-1', timeMs: Date.now() + yearMs, cents: 100 };
  const good = asAvro('transactions', schemaId, { ...ahead, id: 'good' });
  const bad: Record<string, { reason: string; value: Buffer | null }> = {
    garbage: { reason: 'undecodable', value: Buffer.from([255, 254, 0, 1, 2, 0xc3, 0x28]) },
    text: { reason: 'undecodable', value: Buffer.from('{"transaction_id":"json"}') },
    'no bytes': { reason: 'empty', value: Buffer.alloc(0) },
    'header only': { reason: 'undecodable', value: good.subarray(0, 5) },
    truncated: { reason: 'undecodable', value: good.subarray(0, -3) },
    'too long': { reason: 'undecodable', value: Buffer.concat([good, Buffer.from('more')]) },
    'unknown schema': {
      reason: 'undecodable',
      value: Buffer.concat([Buffer.from([0, 0, 0x0f, 0x42, 0x3f]), good.subarray(5)]),
    },
    'a year ahead': { reason: 'ahead', value: asAvro('transactions', schemaId, ahead) },
    tombstone: { reason: 'empty', value: null },
  };
  const flow = fire.flow({ seed: 9 }, send);
  for (let round = 0; round < 3; round += 1) {
    for (const [key, { value }] of Object.entries(bad)) {
      for (const partition of [0, 3]) await producer.send({ topic, key, value, partition });
    }
    const stored = flow.stored + 1_000;
    await waitFor(() => flow.stored >= stored, { timeoutMs: 90_000 });
  }
  const events = await flow.finish(eventCount(30_000));
  await producer.close();

  const expected: string[] = [];
  for await (const { key, partition, offset, value } of readTopic(fire.brokers, topic)) {
    const reason = bad[String(key)]?.reason;
    if (reason !== undefined)
      expected.push(`${topic}-${partition}-${offset} ${reason} ${value?.toString('hex') ?? ''}`);
  }
  expect(expected).toHaveLength(9 * 2 * 3);

  await fire.expectExact('transactions', events, { furtherRows: 1 });
  const dead = new Set<string>();
  for await (const { key, value, headers } of readTopic(fire.brokers, dlqTopic)) {
    expect(String(headers['origin'])).toBe(String(key));
    dead.add(`${String(key)} ${String(headers['reason'])} ${value?.toString('hex') ?? ''}`);
  }
  expect([...dead].sort()).toEqual(expected.sort());

  // ClickHouse's Kafka engine makes no row of a record without bytes: those are in the topic alone.
  const visible = expected.filter((line) => !line.includes(' empty '));
  const rejected = () =>
    fire.clickhouse.query<{ line: string; detail: string }>(
      `SELECT concat(origin, ' ', reason, ' ', lower(hex(payload))) AS line, detail
       FROM rejected FINAL WHERE stream = 'transactions' ORDER BY line`,
    );
  await waitFor(async () => (await rejected()).length >= visible.length, {
    timeoutMs: 90_000,
    what: 'dead letters',
  });
  const rows = await rejected();
  expect(rows.map(({ line }) => line)).toEqual(visible);
  expect(rows.filter(({ detail }) => detail === '')).toEqual([]);
});
