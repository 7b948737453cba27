import type { Clickhouse } from '@weir/clickhouse';
import {
  createAdmin,
  createKafka,
  joinGroup,
  openTransactions,
  readLog,
  type KafkaAdmin,
  type TransactionsOptions,
} from '@weir/kafka';
import { uniqueName, waitFor } from '@weir/testing';
import { clickhouseAsOwner } from './support/clickhouse-as-owner.ts';
import { asAvro } from './support/event-forms.ts';
import { intoTopic, quiet } from './support/into-topic.ts';
import { readTopic } from './support/read-topic.ts';

// Transactions leave markers in the log, and aborted records: nobody may count them, or wait for them.
const brokers = process.env['KAFKA_BROKERS'] ?? '';
const registryUrl = process.env['SCHEMA_REGISTRY_URL'] ?? '';
const connection = { brokers: [brokers], clientId: 'transactions-test', log: quiet };
let admin: KafkaAdmin;
let clickhouse: Clickhouse;

beforeAll(async () => {
  admin = await createAdmin(createKafka(connection));
  clickhouse = clickhouseAsOwner();
});

afterAll(async () => {
  await admin.close();
  await clickhouse.close();
});

const record = (topic: string, text: string, partition = 0) => ({
  topic,
  key: null,
  value: Buffer.from(text),
  partition,
});

async function textsOf(topic: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const { value } of readTopic(brokers, topic)) texts.push(String(value));
  return texts;
}

async function setUp(partitions = 1) {
  const topic = uniqueName('tx');
  await admin.createTopics([{ topic, partitions }]);
  const group = uniqueName('group');
  const options: TransactionsOptions = { ...connection, transactionalId: uniqueName('id'), groupId: group };
  return { topic, group, options };
}

/** Records that are in the log and count for nothing. */
async function abort(
  messages: { topic: string; key?: string; value: Buffer; headers?: Record<string, string> }[],
) {
  const producer = createKafka(connection).producer({
    transactionalId: uniqueName('aborter'),
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  const transaction = await producer.transaction();
  for (const { topic, ...message } of messages) {
    await transaction.send({ topic, messages: [{ ...message, key: message.key ?? null }] });
  }
  await transaction.abort();
  await producer.disconnect();
}

test('records and read offsets are stored together, one transaction right after the other', async () => {
  const { topic, group, options } = await setUp(2);
  const transactions = await openTransactions(options);
  const startedAt = performance.now();
  for (let turn = 0; turn < 20; turn += 1) {
    const records = [record(topic, `a${turn}`), record(topic, `b${turn}`, 1), record(topic, `c${turn}`)];
    await transactions.commit(records, [{ topic, partition: 0, offset: turn + 1 }]);
  }
  // kafkajs's own transactions sleep 300 ms in each of these.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  transactions.close();
  const texts = await textsOf(topic);
  expect(texts.filter((text) => !text.startsWith('b'))).toEqual(
    Array.from({ length: 20 }, (_, turn) => [`a${turn}`, `c${turn}`]).flat(),
  );
  expect(texts).toHaveLength(60);
  await waitFor(
    async () =>
      (await admin.groupOffsets(group, [topic])).find(({ partition }) => partition === 0)?.offset === 20,
    { what: 'the offset of the last transaction' },
  );
});

test('a partition takes more in one transaction than one batch holds, in order', async () => {
  const { topic, options } = await setUp();
  const transactions = await openTransactions(options);
  const texts = Array.from({ length: 300 }, (_, index) => `${index}:${'x'.repeat(10_000)}`);
  await transactions.commit(
    texts.map((text) => record(topic, text)),
    [],
  );
  transactions.close();
  expect(await textsOf(topic)).toEqual(texts);
});

test('whoever opens the same id ends the one before, whose further work has no effect', async () => {
  const { topic, group, options } = await setUp();
  const old = await openTransactions(options);
  await old.commit([record(topic, 'old')], [{ topic, partition: 0, offset: 1 }]);
  const fresh = await openTransactions(options);
  await expect(
    old.commit([record(topic, 'zombie')], [{ topic, partition: 0, offset: 2 }]),
  ).rejects.toMatchObject({
    name: 'BrokerUnavailable',
  });
  await fresh.commit([record(topic, 'fresh')], [{ topic, partition: 0, offset: 3 }]);
  fresh.close();
  expect(await textsOf(topic)).toEqual(['old', 'fresh']);
  await waitFor(async () => (await admin.groupOffsets(group, [topic]))[0]?.offset === 3);
});

test('aborted records and markers are skipped by readers, and are no gap', async () => {
  const { topic, options } = await setUp();
  const transactions = await openTransactions(options);
  await abort([{ topic, value: Buffer.from('never') }]);
  await transactions.commit([record(topic, 'one')], []);
  await abort([{ topic, value: Buffer.from('neither') }]);
  await transactions.commit([record(topic, 'two')], []);
  transactions.close();
  expect(await textsOf(topic)).toEqual(['one', 'two']);
  const uncommitted = readLog({
    ...connection,
    topic,
    from: 'beginning',
    until: 'end',
    readCommitted: false,
  });
  let all = 0;
  for await (const { records } of uncommitted) all += records.length;
  expect(all).toBe(4);

  const seen: string[] = [];
  const gaps: unknown[] = [];
  let next = 0;
  let logEnd = Infinity;
  const consumer = await joinGroup({
    ...connection,
    groupId: uniqueName('reader'),
    topics: [topic],
    onEnd: (error) => gaps.push(error),
    member: {
      assigned: () => undefined,
      async records(at, messages) {
        seen.push(...messages.map(({ value }) => String(value)));
        ({ next, logEnd } = at);
      },
      gap: (...what) => gaps.push(what),
    },
  });
  // The last offset of the log is a marker: its end is reached all the same.
  await waitFor(() => next === 8 && logEnd === 8, { timeoutMs: 30_000, what: 'the end of the log' });
  await consumer.close();
  expect(seen).toEqual(['one', 'two']);
  expect(gaps).toEqual([]);
});

test('windows and raw rows hold what was committed, and nothing else; idle windows come out final', async () => {
  const runId = uniqueName('tx')
    .slice(-8)
    .replaceAll(/[^A-Za-z0-9]/g, 'x');
  const { producer, schemaId } = await intoTopic({ brokers, registryUrl }, 'frames');
  await producer.close();
  const second = Date.UTC(2026, 0, 31, 12);
  const frame = (index: number) => {
    const event = { id: '', user: `user${index % 7}`, timeMs: second + index, cents: 0 };
    const value = asAvro('frames', schemaId, event);
    return { topic: 'frames', key: event.user, value, headers: { run: runId } };
  };
  const transactions = await openTransactions({
    ...connection,
    transactionalId: uniqueName('id'),
    groupId: uniqueName('group'),
  });
  for (let turn = 0; turn < 3; turn += 1) {
    await abort(Array.from({ length: 10 }, (_, index) => frame(500 + index)));
    await transactions.commit(
      Array.from({ length: 50 }, (_, index) => frame(turn * 50 + index)),
      [],
    );
  }
  transactions.close();
  const one = async (sql: string) =>
    Object.values((await clickhouse.query<Record<string, unknown>>(sql))[0] ?? {}).map(Number);
  await waitFor(
    async () =>
      String(
        await one(`SELECT sum(value), min(final) FROM series WHERE run_id = '${runId}' AND metric = 'count'`),
      ) === '150,1',
    { timeoutMs: 60_000, what: 'all committed frames in final windows' },
  );
  expect(
    await one(`SELECT sum(value) FROM series WHERE run_id = '${runId}' AND metric = 'users_1m'`),
  ).toEqual([7]);
  await waitFor(
    async () =>
      String(await one(`SELECT count() FROM events_frames FINAL WHERE run_id = '${runId}'`)) === '150',
    {
      timeoutMs: 30_000,
      what: 'the raw rows',
    },
  );
  const noise = `FROM rejected WHERE stream = 'frames' AND run_id = '${runId}'`;
  expect(await one(`SELECT count() ${noise}`)).toEqual([0]);
}, 120_000);
