import type { Clickhouse } from '@weir/clickhouse';
import { createProducer, createRegistry, type Producer, type Registry } from '@weir/kafka';
import { createLogger } from '@weir/runtime';
import {
  frameSchema,
  runSchema,
  transactionSchema,
  windowResultSchema,
  type AvroRecord,
  type Frame,
  type Run,
  type Transaction,
  type WindowResult,
} from '@weir/schemas';
import { testStack, uniqueName, waitFor, type TestStack } from '@weir/testing';
import { avroWriter } from './support/avro-writer.ts';
import { clickhouseAsOwner } from './support/clickhouse-as-owner.ts';

// From Kafka into ClickHouse's tables, on a stack of its own: services are stopped and killed here.
jest.setTimeout(120_000);
let stack: TestStack;
let clickhouse: Clickhouse;
let kafka: { producer: Producer; registry: Registry };

beforeAll(async () => {
  stack = await testStack();
  const log = createLogger({ name: 'clickhouse-test', level: 'silent' });
  clickhouse = clickhouseAsOwner(stack.clickhouseUrl);
  kafka = {
    producer: createProducer({ brokers: [stack.brokers], clientId: 'clickhouse-test', log }),
    registry: createRegistry({ url: stack.registryUrl }),
  };
});

afterAll(async () => {
  await kafka?.producer.close();
  await clickhouse?.close();
  await stack?.stop();
}, 30_000);

/** The rows of a query, once there are `count` of them. */
async function rows(
  count: number,
  sql: string,
  parameters: Record<string, unknown> = {},
): Promise<unknown[]> {
  let found: unknown[] = [];
  const enough = async () => (found = await clickhouse.query(sql, parameters)).length >= count;
  await waitFor(enough, { what: `${count} rows of ${sql}`, timeoutMs: 30_000 });
  return found;
}

const numberOf = async (sql: string, parameters: Record<string, unknown> = {}): Promise<number> => {
  const [row] = await clickhouse.query<{ n: number | string }>(sql, parameters);
  return Number(row?.n);
};

const payment = (transaction_id: string, more: Partial<Transaction> = {}): Transaction => ({
  transaction_id,
  user_id: '7e57',
  amount: 700_000n,
  currency: 'EUR',
  product: null,
  payment_method: null,
  created_at: Date.UTC(2026, 0, 31, 12, 0, 0, 123),
  ...more,
});

const framesOfRun = 'SELECT count() AS n FROM events_frames FINAL WHERE run_id = {run:String}';

test('an event lands in typed columns, to the unit of money and the millisecond, with its run and its place', async () => {
  const write = await avroWriter<Transaction>(kafka, 'transactions', transactionSchema);
  const id = uniqueName('t');
  const amount = -99_999_999_999_999_9999n;
  await write([payment(id, { amount, product: 'tea "Ö"' })], { run: 'r1', partition: 3 });
  expect(
    await rows(
      1,
      `SELECT * EXCEPT _appended_at REPLACE (toString(amount) AS amount), dateDiff('second', _appended_at, now64(3)) < 60 AS fresh
       FROM events_transactions FINAL WHERE transaction_id = {id:String}`,
      { id },
    ),
  ).toEqual([
    {
      transaction_id: id,
      user_id: '7e57',
      amount: '-99999999999999.9999',
      currency: 'EUR',
      product: 'tea "Ö"',
      payment_method: null,
      created_at: '2026-01-31 12:00:00.123',
      run_id: 'r1',
      _partition: 3,
      _offset: 0,
      fresh: 1,
    },
  ]);
});

test('live traffic has the empty run', async () => {
  const write = await avroWriter<Transaction>(kafka, 'transactions', transactionSchema);
  const id = uniqueName('t');
  await write([payment(id)]);
  const sql = 'SELECT run_id FROM events_transactions FINAL WHERE transaction_id = {id:String}';
  expect(await rows(1, sql, { id })).toEqual([{ run_id: '' }]);
});

test('a duplicate and a redelivery leave one row: the first in the log', async () => {
  const write = await avroWriter<Transaction>(kafka, 'transactions', transactionSchema);
  const [id, last] = [uniqueName('t'), uniqueName('t')];
  await write([payment(id, { amount: 10_000n })], { partition: 0 });
  await write([payment(id, { amount: 20_000n }), payment(last)], { partition: 0 });
  await rows(1, 'SELECT 1 FROM events_transactions WHERE transaction_id = {last:String}', { last });
  // A redelivery is the same row once more.
  await clickhouse.command('INSERT INTO events_transactions SELECT * FROM events_transactions');
  const sql = (final: string) =>
    `SELECT toString(amount) AS amount FROM events_transactions ${final} WHERE transaction_id = {id:String}`;
  expect(await clickhouse.query(sql('FINAL'), { id })).toEqual([{ amount: '1' }]);
  await clickhouse.command('OPTIMIZE TABLE events_transactions FINAL');
  expect(await clickhouse.query(sql(''), { id })).toEqual([{ amount: '1' }]);
});

test('a record that is no Avro is kept in rejected, and what comes after it still flows', async () => {
  const write = await avroWriter<Frame>(kafka, 'frames', frameSchema);
  const run = uniqueName('run');
  const at = { topic: 'frames', key: 'bad', partition: 1 } as const;
  await kafka.producer.sendBatch([
    { ...at, value: Buffer.from('{"ts":1}'), headers: { run } },
    { ...at, value: null },
    { ...at, value: Buffer.from([0, 0, 0, 0xff, 0xff, 1, 2]) },
  ]);
  await write([{ ts: 1_000, uid: 'after', payload: null }], { run, partition: 1 });
  await waitFor(async () => (await numberOf(framesOfRun, { run })) === 1, { timeoutMs: 30_000 });
  const rejected = await rows(
    2,
    "SELECT stream, reason, detail, origin, run_id, key, hex(payload) AS bytes FROM rejected FINAL WHERE origin LIKE 'frames-1-%' ORDER BY origin",
  );
  expect(rejected).toEqual([
    {
      stream: 'frames',
      reason: 'undecodable',
      detail: expect.stringContaining('Must be zero byte'),
      origin: 'frames-1-0',
      run_id: run,
      key: 'bad',
      bytes: Buffer.from('{"ts":1}').toString('hex').toUpperCase(),
    },
    expect.objectContaining({
      origin: 'frames-1-2',
      detail: expect.stringContaining('schema id') as unknown,
    }),
  ]);
});

test('a dead letter lands with its reason and its original bytes; the same one again stays one row', async () => {
  const origin = 'transactions-5-42';
  const letter = (detail: string) => ({
    topic: 'transactions.dlq',
    key: origin,
    value: Buffer.from([0, 1, 0xfe, 0xff]),
    headers: { reason: 'late', detail, origin, at: '2026-01-31T12:00:00.500Z', run: 'r7' },
  });
  await kafka.producer.sendBatch([
    letter('first'),
    letter('second'),
    { ...letter('x'), key: 'y', value: null },
  ]);
  const sql = `SELECT stream, reason, detail, toString(at) AS at, run_id, hex(payload) AS bytes FROM rejected FINAL WHERE origin = '${origin}'`;
  await waitFor(
    async () => (await numberOf(`SELECT count() AS n FROM rejected WHERE origin = '${origin}'`)) >= 1,
  );
  await waitFor(async () => JSON.stringify(await clickhouse.query(sql)).includes('second'));
  expect(await clickhouse.query(sql)).toEqual([
    {
      stream: 'transactions',
      reason: 'late',
      detail: 'second',
      at: '2026-01-31 12:00:00.500',
      run_id: 'r7',
      bytes: '0001FEFF',
    },
  ]);
});

test('a run has its newest state', async () => {
  const write = await avroWriter<Run>(kafka, 'runs', runSchema);
  const run: Run = {
    run_id: uniqueName('run'),
    stream: 'frames',
    name: 'a day',
    state: 'open',
    created_at: 1_000,
    finished_at: null,
  };
  await write([run, { ...run, state: 'finished', finished_at: 2_000 }], { key: run.run_id });
  const sql =
    'SELECT state, toUnixTimestamp64Milli(finished_at) AS at FROM runs FINAL WHERE run_id = {id:String}';
  const finished = async () =>
    JSON.stringify(await clickhouse.query(sql, { id: run.run_id })).includes('finished');
  await waitFor(finished, { timeoutMs: 30_000 });
  expect(await clickhouse.query(sql, { id: run.run_id })).toEqual([{ state: 'finished', at: 2_000 }]);
});

describe('series', () => {
  const result = (more: Partial<WindowResult>): WindowResult => ({
    stream: 'transactions',
    metric: 'income',
    kind: 'sum',
    run_id: '',
    group: '',
    window_start: 3_000,
    window_ms: 3_000,
    partition: 0,
    value: 0n,
    value_at: null,
    events: 1,
    revision: 2,
    final: false,
    ...more,
  });

  const sql = `SELECT metric, toUnixTimestamp64Milli(window_start) AS start, window_ms, toString(value) AS value, events, final
               FROM series WHERE run_id = {run:String} ORDER BY metric, start`;

  test('merges partitions, and takes the highest revision of each, in whatever order they come', async () => {
    const write = await avroWriter<WindowResult>(kafka, 'transactions.income', windowResultSchema);
    const run = uniqueName('run');
    const of = (more: Partial<WindowResult>) => result({ run_id: run, ...more });
    await write([
      of({ partition: 0, value: 50_000n, events: 5, revision: 21, final: true }),
      of({ partition: 0, value: 10_000n, events: 1, revision: 10 }),
      of({ partition: 1, value: -25_000n, events: 2, revision: 7, final: true }),
      of({ window_start: 6_000, partition: 0, value: 10_000n, events: 1, revision: 30 }),
      of({ window_start: 6_000, partition: 1, value: 10_000n, events: 1, revision: 31, final: true }),
      of({ metric: 'highest', kind: 'max', partition: 0, value: 40_000n }),
      of({ metric: 'highest', kind: 'max', partition: 1, value: 90_000n }),
      of({ metric: 'lowest', kind: 'min', partition: 0, value: 40_000n }),
      of({ metric: 'lowest', kind: 'min', partition: 1, value: -90_000n }),
      of({ metric: 'users', kind: 'unique', partition: 0, value: 30_000n }),
      of({ metric: 'users', kind: 'unique', partition: 1, value: 40_000n }),
    ]);
    const expected = [
      { metric: 'highest', start: 3_000, window_ms: 3_000, value: '9', events: 2, final: false },
      { metric: 'income', start: 3_000, window_ms: 3_000, value: '2.5', events: 7, final: true },
      { metric: 'income', start: 6_000, window_ms: 3_000, value: '2', events: 2, final: false },
      { metric: 'lowest', start: 3_000, window_ms: 3_000, value: '-9', events: 2, final: false },
      { metric: 'users', start: 3_000, window_ms: 3_000, value: '7', events: 2, final: false },
    ];
    expect(await rows(5, sql, { run })).toEqual(expected);
    await clickhouse.command('OPTIMIZE TABLE windows FINAL');
    expect(await clickhouse.query(sql, { run })).toEqual(expected);
  });

  test('of several partitions, the earliest first value and the latest last value hold', async () => {
    const write = await avroWriter<WindowResult>(kafka, 'transactions.income', windowResultSchema);
    const run = uniqueName('run');
    const of = (partition: number, at: number | null, more: Partial<WindowResult> = {}) =>
      (['first', 'last'] as const).map((kind) =>
        result({
          run_id: run,
          metric: kind,
          kind,
          partition,
          value: BigInt(partition) * 10_000n,
          value_at: at,
          ...more,
        }),
      );
    await write([
      ...of(1, 4_000),
      ...of(2, 3_500),
      ...of(3, 5_000),
      // The valid revision of a partition tells its time too; it was 3,100 before.
      ...of(4, 3_100, { revision: 2 }),
      ...of(4, 4_500, { revision: 4 }),
      // Equal times: there is no order between partitions, so the number decides.
      ...[5, 6, 7].flatMap((partition) => of(partition, 6_000, { window_start: 6_000 })),
      // As written before there was a time.
      ...[8, 9].flatMap((partition) => of(partition, null, { window_start: 9_000 })),
    ]);
    const expected = [
      ['first', 3_000, '2'],
      ['first', 6_000, '5'],
      ['first', 9_000, '8'],
      ['last', 3_000, '3'],
      ['last', 6_000, '7'],
      ['last', 9_000, '9'],
    ];
    const merged = async () =>
      (await clickhouse.query<Record<string, unknown>>(sql, { run })).map((row) => [
        row['metric'],
        row['start'],
        row['value'],
      ]);
    const all = async () =>
      (await numberOf('SELECT count() AS n FROM windows FINAL WHERE run_id = {run:String}', { run })) === 18;
    await waitFor(all, { what: 'all 18 windows', timeoutMs: 30_000 });
    expect(await merged()).toEqual(expected);
  });

  test('a narrow question reads a narrow range of the primary index', async () => {
    await clickhouse.command(
      `INSERT INTO windows SELECT 'narrow', 'count', 'count', '', '', toDateTime64(number, 3, 'UTC'), 1000, 0, 1, null, 1, 2, true, now64(3)
       FROM numbers(100000)`,
    );
    const plan = await clickhouse.query<{ explain: string }>(
      `EXPLAIN indexes = 1 SELECT * FROM series WHERE stream = 'narrow' AND metric = 'count' AND run_id = ''
       AND window_start >= fromUnixTimestamp64Milli({from:Int64})`,
      { from: 99_990_000 },
    );
    const granules = plan.flatMap(
      ({ explain }) => /Granules: (\d+)\/(\d+)/.exec(explain)?.slice(1).map(Number) ?? [],
    );
    const [read = 0, total = 0] = granules.slice(-2);
    expect(total).toBeGreaterThan(90);
    expect(read).toBeLessThan(10);
  });
});

test('events of 300 different months in one batch do not stop the stream', async () => {
  const write = await avroWriter<Frame>(kafka, 'frames', frameSchema);
  const run = uniqueName('run');
  const months = Array.from({ length: 300 }, (_, i) => ({
    ts: i * 31 * 86_400_000,
    uid: 'old',
    payload: null,
  }));
  await write(months, { run, key: 'old' });
  await waitFor(async () => (await numberOf(framesOfRun, { run })) === 300, { timeoutMs: 30_000 });
});

test('while the registry is away, events with a new schema wait; none is taken for a bad one', async () => {
  const evolved: AvroRecord = { ...frameSchema, doc: uniqueName('another schema') };
  const write = await avroWriter<Frame>(kafka, 'frames', evolved);
  const run = uniqueName('run');
  const refused = 'SELECT count() AS n FROM rejected';
  const before = await numberOf(refused);
  await stack.services.registry.stop();
  await write([{ ts: 1_000, uid: 'patient', payload: null }], { run });
  const triedInVain = `SELECT count() AS n FROM system.kafka_consumers
    WHERE database = 'weir' AND arrayExists(text -> text LIKE '%registry does not answer%', exceptions.text)`;
  await waitFor(async () => (await numberOf(triedInVain)) > 0, {
    timeoutMs: 60_000,
    what: 'a failed look-up',
  });
  expect(await numberOf(refused)).toBe(before);
  await stack.services.registry.restart();
  await waitFor(async () => (await numberOf(framesOfRun, { run })) === 1, { timeoutMs: 60_000 });
  expect(await numberOf(refused)).toBe(before);
});

test('ClickHouse is killed with -9 while it reads: every event is there, once', async () => {
  const write = await avroWriter<Frame>(kafka, 'frames', frameSchema);
  const run = uniqueName('run');
  const batch = (from: number): Frame[] =>
    Array.from({ length: 1_000 }, (_, i) => ({
      ts: from + i,
      uid: `user-${i % 100}`,
      payload: 'x'.repeat(200),
    }));
  for (let i = 0; i < 40; i += 1) {
    await write(batch(i * 1_000), { run, key: `user-${i}` });
    if (i === 20) {
      await waitFor(async () => (await numberOf(framesOfRun, { run })) > 0, { timeoutMs: 30_000 });
      stack.services.clickhouse.kill('SIGKILL');
      await stack.services.clickhouse.restart();
    }
  }
  await waitFor(async () => (await numberOf(framesOfRun, { run })) >= 40_000, { timeoutMs: 60_000 });
  expect(await numberOf(framesOfRun, { run })).toBe(40_000);
});
