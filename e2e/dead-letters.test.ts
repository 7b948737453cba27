import { createProducer, partitionOf, readLog, type LogRecord, type Producer } from '@weir/kafka';
import { uniqueName, waitFor } from '@weir/testing';
import { runWeir } from './support/run-weir.ts';
import { sharedKafka } from './support/shared-kafka.ts';

// Dead letters as scripts see to them, against the shared stack: their own runs, their own origins.
const connection = sharedKafka('dlq-test');
const gatewayUrl = process.env['GATEWAY_URL'] ?? '';
let producer: Producer;

beforeAll(() => {
  producer = createProducer(connection);
});
afterAll(() => producer.close());

const json = <T>({ stdout }: { stdout: string }) => JSON.parse(stdout) as T;

interface Outcome {
  readonly run_id: string;
  readonly selected: number;
  readonly accepted: number;
  readonly already: number;
  readonly rejected: number;
  readonly not_for_live: number;
  readonly problems: readonly { origin: string; path: string; message: string }[];
}

const transaction = (id: string, user: string, createdAt: number, amount: unknown = '12.50') => ({
  transaction_id: id,
  user_id: user,
  amount,
  created_at: createdAt,
});

/** Refused raw JSON, as an intake leaves it: the original bytes, why, and whence. */
async function deadLetters(origin: string, events: readonly (object | string)[], reason = 'invalid') {
  await producer.sendBatch(
    events.map((event, index) => ({
      topic: 'transactions.dlq',
      key: `${origin}-0-${index}`,
      value: Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)),
      headers: { reason, detail: 'of a test', origin: `${origin}-0-${index}`, at: new Date().toISOString() },
    })),
  );
  return events.map((_event, index) => `${origin}-0-${index}`);
}

/** What the topic of events holds of some origins, with its partition. */
async function redriven(origins: readonly string[]): Promise<(LogRecord & { partition: number })[]> {
  const found: (LogRecord & { partition: number })[] = [];
  const log = readLog({ ...connection, topic: 'transactions', from: 'beginning', until: 'end' });
  for await (const { partition, records } of log) {
    for (const record of records) {
      if (origins.includes(String(record.headers['origin']))) found.push({ ...record, partition });
    }
  }
  return found;
}

const countedIn = async (runId: string) => {
  const query = `SELECT sum(events) FROM weir.series WHERE stream = 'transactions' AND metric = 'count' AND run_id = '${runId}'`;
  const response = await fetch(`${process.env['CLICKHOUSE_URL']}/?query=${encodeURIComponent(query)}`);
  return Number((await response.text()).trim());
};

/** What SQL says of dead letters. */
async function inSql(origins: readonly string[]) {
  const list = origins.map((origin) => `'${origin}'`).join(', ');
  const query = `SELECT origin, reason, payload != '' AS has_payload, toUnixTimestamp64Milli(redriven_at) AS redriven_ms, redriven_run
    FROM weir.dead_letters WHERE stream = 'transactions' AND origin IN (${list}) ORDER BY origin FORMAT JSON`;
  const response = await fetch(`${process.env['CLICKHOUSE_URL']}/?query=${encodeURIComponent(query)}`);
  const { data } = (await response.json()) as {
    data: {
      origin: string;
      reason: string;
      redriven_ms: string | number | null;
      redriven_run: string | null;
    }[];
  };
  return data;
}

test('a late event is listed, is not sent live without a word, and counts in a run of its own, once', async () => {
  const name = uniqueName('late');
  const opened = await fetch(`${gatewayUrl}/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stream: 'transactions', name }),
  });
  const { run_id: run } = (await opened.json()) as { run_id: string };
  const start = Date.UTC(2026, 0, 5, 12);
  const user = uniqueName('user');
  // The second event moves the clock on, the third and fourth come too late for every window.
  for (const [id, at] of [
    ['a', start],
    ['b', start + 600_000],
    ['c', start + 2_000],
    ['d', start + 1_000],
  ] as const) {
    const sent = await fetch(`${gatewayUrl}/v1/events/transactions?run=${run}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(transaction(`${name}-${id}`, user, at)),
    });
    expect(sent.status).toBe(202);
  }

  interface Letter {
    origin: string;
    run_id: string;
    key: string;
  }
  let own: Letter[] = [];
  await waitFor(
    async () => {
      const listed = await runWeir([
        'dlq',
        'list',
        'transactions',
        '--reason',
        'late',
        '--limit',
        '1000',
        '--json',
      ]);
      own = json<{ letters: Letter[] }>(listed).letters.filter(({ run_id: id }) => id === run);
      return own.length === 2;
    },
    { timeoutMs: 60_000, what: 'two late events of the run' },
  );
  expect(own.map(({ key }) => key)).toEqual([user, user]);
  const origins = own.map(({ origin }) => origin);

  const shown = await runWeir(['dlq', 'show', 'transactions', origins[0] ?? '', '--json']);
  expect(json(shown)).toMatchObject({
    origin: origins[0],
    reason: 'late',
    event: { user_id: user, amount: '12.50' },
    redriven_at: null,
  });

  await waitFor(async () => (await inSql(origins)).length === 2, { timeoutMs: 60_000, what: 'both in SQL' });
  const untouched = { reason: 'late', has_payload: 1, redriven_ms: null, redriven_run: null };
  expect(await inSql(origins)).toEqual([...origins].sort().map((origin) => ({ origin, ...untouched })));
  const redrivenFrom = Date.now();

  const dry = await runWeir(['dlq', 'redrive', 'transactions', ...origins, '--json']);
  expect(dry).toMatchObject({ exitCode: 0 });
  expect(json<Outcome>(dry)).toMatchObject({ dry_run: true, accepted: 2, not_for_live: 2 });
  expect(dry.stderr).toContain('--run');
  const refused = await runWeir(['dlq', 'redrive', 'transactions', ...origins, '--yes']);
  expect(refused).toMatchObject({ exitCode: 2 });
  expect(await redriven(origins)).toEqual([]);

  const redrive = ['dlq', 'redrive', 'transactions', ...origins, '--run', name, '--yes', '--json'];
  const done = await runWeir(redrive);
  expect(done).toMatchObject({ exitCode: 0 });
  const outcome = json<Outcome>(done);
  expect(outcome).toMatchObject({ accepted: 2, already: 0, rejected: 0, not_for_live: 0 });
  await waitFor(async () => (await countedIn(outcome.run_id)) === 2, {
    timeoutMs: 60_000,
    what: 'both counted',
  });

  await waitFor(async () => (await inSql(origins)).every(({ redriven_ms }) => redriven_ms !== null), {
    timeoutMs: 60_000,
    what: 'both as sent again in SQL',
  });
  for (const { redriven_run, redriven_ms } of await inSql(origins)) {
    expect(redriven_run).toBe(outcome.run_id);
    expect(Number(redriven_ms)).toBeGreaterThanOrEqual(redrivenFrom);
    expect(Number(redriven_ms)).toBeLessThanOrEqual(Date.now());
  }

  const again = await runWeir(redrive);
  expect(again).toMatchObject({ exitCode: 0 });
  expect(json<Outcome>(again)).toMatchObject({ selected: 0, accepted: 0, already: 2 });
  const stored = await redriven(origins);
  expect(stored).toHaveLength(2);
  for (const { partition, key, headers } of stored) {
    expect(String(headers['run'])).toBe(outcome.run_id);
    expect(partition).toBe(partitionOf(key ?? Buffer.alloc(0), 6));
  }
  const after = await runWeir(['dlq', 'show', 'transactions', origins[0] ?? '', '--json']);
  expect(json(after)).toMatchObject({ redriven_run_id: outcome.run_id, redriven_at: expect.any(String) });
}, 150_000);

test('what is wrong is mended by a patch; what a patch does not mend is named, and the exit code says so', async () => {
  const name = uniqueName('broken');
  const at = Date.UTC(2026, 0, 6);
  const origins = await deadLetters(
    name,
    [transaction(`${name}-1`, 'u1', at, 'much'), transaction(`${name}-2`, 'u2', at, 'more'), 'not json'],
    name,
  );
  const common = ['dlq', 'redrive', 'transactions', '--reason', name, '--run', name, '--json'];
  const dry = await runWeir(common);
  expect(dry).toMatchObject({ exitCode: 1 });
  expect(json<Outcome>(dry)).toMatchObject({ accepted: 0, rejected: 3 });
  expect(json<Outcome>(dry).problems).toContainEqual({
    origin: origins[0],
    path: '/amount',
    message: expect.stringContaining('much'),
  });

  const patch = '[{"op":"replace","path":"/amount","value":"1.25"}]';
  const mended = await runWeir([...common, '--patch', patch, '--yes']);
  expect(mended).toMatchObject({ exitCode: 1 });
  const outcome = json<Outcome>(mended);
  expect(outcome).toMatchObject({ accepted: 2, rejected: 1 });
  expect(outcome.problems).toEqual([{ origin: origins[2], path: '', message: 'is not JSON' }]);
  expect((await redriven(origins)).map(({ headers }) => String(headers['origin'])).sort()).toEqual(
    origins.slice(0, 2),
  );
  expect(await runWeir([...common, '--patch', '[{"op":"mend"}]'])).toMatchObject({ exitCode: 2 });
  expect(await runWeir(['dlq', 'show', 'transactions', 'transactions-0-99999999'])).toMatchObject({
    exitCode: 1,
  });
}, 90_000);

test('of two that re-drive the same letters at once, each letter is stored by one of them', async () => {
  const name = uniqueName('twice');
  const now = Date.now();
  const origins = await deadLetters(
    name,
    Array.from({ length: 700 }, (_, i) => transaction(`${name}-${i}`, `user-${i % 50}`, now - i)),
    name,
  );
  const args = ['dlq', 'redrive', 'transactions', '--reason', name, '--run', name, '--yes', '--json'];
  const runs = await Promise.all([runWeir(args), runWeir(args)]);
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  const accepted = runs.map((run) => json<Outcome>(run).accepted);
  expect(accepted.reduce((a, b) => a + b)).toBe(700);
  const stored = await redriven(origins);
  expect(new Set(stored.map(({ headers }) => String(headers['origin']))).size).toBe(700);
  expect(stored).toHaveLength(700);
}, 90_000);
