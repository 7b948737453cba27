import type { ChildProcess } from 'node:child_process';
import { createKafka, openTopicLog, type TopicLog } from '@weir/kafka';
import { waitFor } from '@weir/testing';
import { quiet } from './support/into-topic.ts';
import { readTopic } from './support/read-topic.ts';
import { runWeir } from './support/run-weir.ts';
import { startWholePath, type WholePath } from './support/whole-path.ts';

// The audit on the real path, with late, ahead and duplicate events among the others, and then with numbers that were
// tampered with. A stack of its own, because tables are spoilt here.
let system: WholePath;
let log: TopicLog;

const generated = 20_000;
const minute = 60_000;
/** A run whose clock is ours alone: its events lie in the past. */
const runStartMs = Date.UTC(2026, 0, 31, 12);

beforeAll(async () => {
  system = await startWholePath();
  log = openTopicLog({ brokers: [system.stack.brokers], clientId: 'e2e', log: quiet });
}, 180_000);

afterAll(async () => {
  await log?.close();
  await system?.stop();
}, 60_000);

interface AuditMetric extends Readonly<Record<string, number | string>> {
  readonly metric: string;
}

interface AuditJson {
  readonly clean: boolean;
  readonly metrics: readonly AuditMetric[];
  readonly findings: readonly {
    readonly metric: string;
    readonly window_start: string;
    readonly difference: string;
    readonly reasons: readonly string[];
    readonly offsets_without_event: readonly string[];
  }[];
  readonly duplicates: number | null;
  readonly duplicates_unknown: string | null;
  readonly log: readonly {
    readonly partition: number;
    readonly first_offset: number;
    readonly last_offset: number;
    readonly without_record: number | null;
  }[];
}

async function audit(...args: string[]): Promise<AuditJson & { exitCode: number | null }> {
  const { exitCode, stdout, stderr } = await system.weir('audit', ...args, '--json');
  if (exitCode !== 0 && exitCode !== 1) throw new Error(stderr);
  return { exitCode, ...(JSON.parse(stdout) as AuditJson) };
}

const column = ({ metrics }: AuditJson, name: string) =>
  Object.fromEntries(metrics.map((metric) => [metric.metric, metric[name]]));

/** With a key, the events are stored in a Kafka transaction. */
async function post(stream: string, events: readonly object[], run?: string, key?: string): Promise<void> {
  const query = run === undefined ? '' : `?run=${run}`;
  const response = await fetch(`${system.gateway.url}/v1/events/${stream}${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
    body: JSON.stringify(events),
  });
  expect(await response.json()).toMatchObject({ accepted: events.length, rejected: 0 });
}

const count = async (sql: string): Promise<number> => {
  const [row] = await system.clickhouse.query<{ n: number | string }>(sql);
  return Number(row?.n ?? 0);
};

const counted = (stream: string, metric: string) =>
  count(`SELECT sum(events) AS n FROM series WHERE stream = '${stream}' AND metric = '${metric}'`);

/** Offsets of the topic `transactions` that hold no record, as partition-offset. */
async function marks(): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { partition, low, high } of await log.ends('transactions')) {
    if (high === low) continue;
    for (const { first, last } of (await log.recordFree('transactions', partition, {
      first: low,
      last: high - 1,
    })) ?? []) {
      for (let offset = first; offset <= last; offset += 1) found.add(`${partition}-${offset}`);
    }
  }
  return found;
}

/** A broker writes the mark of a transaction a moment after it has said that the transaction is committed. */
const marksToBe = (count: number) =>
  waitFor(async () => (await marks()).size === count, { timeoutMs: 60_000, what: `${count} marks` });

let nextId = 0;
const transaction = (user: string, timeMs: number, amount = '1.25') => ({
  transaction_id: `audited-${(nextId += 1)}`,
  user_id: user,
  amount,
  created_at: new Date(timeMs).toISOString(),
});

test('late, ahead and duplicate transactions: every value is explained, and the counts are those that were sent', async () => {
  // Without transactions: these are of the test's own choice.
  expect(
    await system.weir('generate', 'transactions', '--count', String(generated), '--no-once', '--json'),
  ).toMatchObject({ exitCode: 0 });
  const now = Date.now();
  const [known] = await system.clickhouse.query<{ user_id: string }>(
    'SELECT user_id FROM events_transactions LIMIT 1',
  );
  const user = known?.user_id ?? '';
  // Live: 50 that come twice, 37 two hours late, 5 an hour ahead. A copy can be seen only when something follows it.
  const twice = Array.from({ length: 50 }, () => transaction(user, now));
  await post('transactions', twice);
  const copiesFromMs = Date.now();
  await post('transactions', twice);
  const copiesToMs = Date.now();
  await post(
    'transactions',
    Array.from({ length: 37 }, (_, i) => transaction(user, now - 120 * minute + i)),
  );
  await post(
    'transactions',
    Array.from({ length: 5 }, () => transaction(user, now + 60 * minute)),
  );
  // A run: its clock stands at 40 s past the minute when 8 of its first seconds come: too late for all but the minute.
  const created = await fetch(`${system.gateway.url}/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stream: 'transactions', name: 'audited' }),
  });
  const { run_id: run } = (await created.json()) as { run_id: string };
  const inOrder = Array.from({ length: 40 }, (_, i) => transaction('ann', runStartMs + i * 1_000));
  // In two transactions: a mark lies between the 20th and the 21st.
  await post('transactions', inOrder.slice(0, 20), run, 'first-20');
  await marksToBe(1);
  await post('transactions', inOrder.slice(20), run, 'last-20');
  await marksToBe(2);
  await post(
    'transactions',
    Array.from({ length: 8 }, (_, i) => transaction('ann', runStartMs + i)),
    run,
  );

  const inTime = generated + 50 + 40;
  await waitFor(async () => (await counted('transactions', 'count')) === inTime, {
    timeoutMs: 60_000,
    what: 'all transactions that are in time to be counted',
  });
  await waitFor(async () => (await count('SELECT count() AS n FROM rejected FINAL')) === 50, {
    timeoutMs: 30_000,
    what: '50 dead letters',
  });
  // Raw rows come on a way of their own.
  const stored = inTime + 37 + 5 + 8;
  await waitFor(async () => (await count('SELECT count() AS n FROM events_transactions FINAL')) === stored, {
    timeoutMs: 30_000,
    what: `${stored} raw rows`,
  });

  const report = await audit('transactions');
  expect(report).toMatchObject({ exitCode: 0, clean: true, findings: [], duplicates: 50 });
  const all = {
    income: inTime,
    count: inTime,
    income_by_user: inTime,
    users_1s: inTime,
    users_1m: inTime + 8,
  };
  expect(column(report, 'events')).toEqual(all);
  const late = { income: 45, count: 45, income_by_user: 45, users_1s: 45, users_1m: 37 };
  expect(column(report, 'late')).toEqual(late);
  for (const ahead of Object.values(column(report, 'ahead'))) expect(ahead).toBe(5);
  for (const { explained } of report.metrics) expect(explained).toBeGreaterThan(0);

  // The same on the quality page, at the time at which the copies came.
  const quality = async (fromMs: number, toMs: number) => {
    const query = `stream=transactions&from=${fromMs}&to=${toMs}&step=${minute}`;
    const answer = await fetch(`${system.dashboard.url}/api/quality?${query}`);
    const { points } = (await answer.json()) as {
      points: { t: number; reason: string; events: number }[];
    };
    return points.filter(({ reason }) => reason === 'duplicate');
  };
  const whole = (ms: number) => Math.floor(ms / minute) * minute;
  const told = async () =>
    (await quality(now - 60 * minute, now + 60 * minute)).reduce((sum, { events }) => sum + events, 0);
  await waitFor(async () => (await told()) >= 50, { timeoutMs: 60_000, what: '50 duplicates over time' });
  expect(await told()).toBe(50);
  // The broker's clock is this machine's; a minute may end between two copies.
  for (const { t } of await quality(now - 60 * minute, now + 60 * minute)) {
    expect([whole(copiesFromMs), whole(copiesToMs)]).toContain(t);
  }
  expect(await quality(now - 60 * minute, copiesFromMs)).toEqual([]);

  const ofRun = await audit('transactions', '--run', run, '--metric', 'count', 'users_1m');
  expect(column(ofRun, 'events')).toEqual({ count: 40, users_1m: 48 });
  const oneMinute = ['--from', '2026-01-31T12:00:00Z', '--to', '2026-01-31T12:00:03Z'];
  expect(column(await audit('transactions', ...oneMinute), 'events')).toMatchObject({
    count: 3,
    users_1m: 48,
  });

  const query = `stream=transactions&run=${run}&window_start=2026-01-31T12:00:00Z`;
  const window = await fetch(`${system.dashboard.url}/api/audit?${query}&metric=count`);
  expect(await window.json()).toMatchObject({
    verdict: 'explained',
    equal: true,
    published: { value: 3, events: 3 },
    recomputed: { value: 3, events: 3 },
    counted: 3,
    late: 8,
    ahead: 0,
    rejected: 8,
    duplicate: 0,
    partitions: [{ counted: 3, first_offset: expect.any(Number), last_counted_offset: expect.any(Number) }],
  });
  const wholeMinute = await fetch(`${system.dashboard.url}/api/audit?${query}&metric=users_1m`);
  expect(await wholeMinute.json()).toMatchObject({
    verdict: 'equal',
    published: { value: 1, events: 48 },
    late: 0,
  });
  const misplaced = await fetch(
    `${system.dashboard.url}/api/audit?stream=transactions&metric=count&window_start=1`,
  );
  expect(misplaced.status).toBe(400);
}, 180_000);

test('frames have no ids: what comes twice counts twice, and the audit agrees', async () => {
  expect(
    await system.weir(
      'generate',
      'frames',
      '--count',
      '5000',
      '--users',
      '500',
      '--rate',
      '250',
      '--shuffle',
      '4000',
      '--start',
      '2026-01-31T12:00:00Z',
      '--seed',
      '3',
      '--run',
      'shuffled',
    ),
  ).toMatchObject({ exitCode: 0 });
  const frame = { uid: 'twice', ts: Math.floor(Date.now() / 1_000) };
  await post('frames', [frame, frame]);
  await waitFor(async () => (await counted('frames', 'count')) === 5_002, { timeoutMs: 60_000 });
  const report = await audit('frames');
  expect(report).toMatchObject({ exitCode: 0, clean: true, duplicates: null });
  expect(column(report, 'events')).toEqual({ count: 5_002, users_1s: 5_002, users_1m: 5_002 });
  expect(column(report, 'late')).toEqual({ count: 0, users_1s: 0, users_1m: 0 });
}, 120_000);

test('marks of transactions, and what an aborted one wrote, are no duplicates', async () => {
  const now = Date.now();
  const [place] = await system.clickhouse.query<{ user_id: string; part: string }>(
    `SELECT user_id, toString(_partition) AS part FROM events_transactions LIMIT 1`,
  );
  const [user, partition] = [place?.user_id ?? '', Number(place?.part)];
  const before = await audit('transactions');
  for (let i = 0; i < 5; i += 1)
    await post('transactions', [transaction(user, now)], undefined, `keyed-${i}`);
  const kafka = createKafka({ brokers: [system.stack.brokers], clientId: 'e2e', log: quiet });
  const producer = kafka.producer({ transactionalId: 'aborting', maxInFlightRequests: 1 });
  await producer.connect();
  const aborted = await producer.transaction();
  const messages = ['a', 'b', 'c'].map((value) => ({ key: user, value, partition }));
  await aborted.send({ topic: 'transactions', messages });
  await aborted.abort();
  await producer.disconnect();
  // A mark each of five stored and one aborted transaction, and the three records of the latter.
  await marksToBe(2 + 5 + 1 + 3);
  const twice = [transaction(user, now), transaction(user, now)];
  const last = transaction(user, now);
  for (const events of [twice, twice, [last]]) await post('transactions', events);
  const stored = `SELECT count() AS n FROM events_transactions WHERE transaction_id = '${last.transaction_id}'`;
  await waitFor(async () => (await count(stored)) === 1, { timeoutMs: 60_000, what: 'the last event' });

  const report = await audit('transactions');
  expect(report).toMatchObject({ exitCode: 0, clean: true, duplicates: (before.duplicates ?? 0) + 2 });
  const held = new Map<number, number[]>();
  for await (const { partition: own, offset } of readTopic(system.stack.brokers, 'transactions')) {
    held.set(own, [...(held.get(own) ?? []), offset]);
  }
  for (const { partition: own, first_offset, last_offset, without_record } of report.log) {
    const records = held.get(own)?.filter((offset) => offset >= first_offset && offset <= last_offset) ?? [];
    expect([own, without_record]).toEqual([own, last_offset - first_offset + 1 - records.length]);
  }
  const blind = await runWeir(['audit', 'transactions', '--json'], {
    ...system.stack.env,
    KAFKA_BROKERS: '127.0.0.1:9',
  });
  expect(blind.exitCode).toBe(0);
  expect(JSON.parse(blind.stdout)).toMatchObject({
    duplicates: null,
    duplicates_unknown: expect.stringContaining('Kafka'),
  });
}, 180_000);

test('while events flow, the audit is clean too: open windows are compared as far as they count', async () => {
  const before = await counted('transactions', 'count');
  // Until it is told to end, so that they flow however long the audits take.
  let generating: ChildProcess | undefined;
  const flowing = runWeir(
    ['generate', 'transactions', '--count', '0', '--rate', '400', '--json'],
    { ...system.stack.env, GATEWAY_URL: system.gateway.url },
    (child) => (generating = child),
  );
  await waitFor(async () => (await counted('transactions', 'count')) > before, { timeoutMs: 30_000 });
  const reports = [await audit('transactions'), await audit('transactions')];
  generating?.kill('SIGINT');
  const { exitCode, stdout } = await flowing;
  expect(exitCode).toBe(0);
  const { accepted } = JSON.parse(stdout) as { accepted: number };
  for (const report of reports) expect(report).toMatchObject({ exitCode: 0, clean: true });
  expect(reports.flatMap((report) => Object.values(column(report, 'provisional')))).not.toContain(0);
  await waitFor(async () => (await counted('transactions', 'count')) === before + accepted, {
    timeoutMs: 60_000,
  });
}, 120_000);

const windowInRun = `stream = 'transactions' AND metric = 'income' AND run_id != ''
    AND window_start = toDateTime64('2026-01-31 12:00:06', 3, 'UTC')`;

test('a value that was changed is named, with the difference, and the exit code is 1', async () => {
  const clean = await count(`SELECT toInt64(value * 100) AS n FROM series WHERE ${windowInRun}`);
  expect(clean).toBe(375);
  await system.clickhouse.command(
    `INSERT INTO windows SELECT * REPLACE (value + 100 AS value, revision + 2 AS revision, now64(3) AS _appended_at)
     FROM windows FINAL WHERE ${windowInRun}`,
  );
  const report = await audit('transactions', '--metric', 'income');
  expect(report).toMatchObject({ exitCode: 1, clean: false });
  expect(report.findings).toMatchObject([{ window_start: '2026-01-31T12:00:06.000Z', difference: '100' }]);
  const { exitCode, stdout } = await system.weir('audit', 'transactions', '--metric', 'income');
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/income 2026-01-31T12:00:06.000Z \(run \w+\): published 103.75, recomputed 3.75/);
  const window = await fetch(
    `${system.dashboard.url}/api/audit?stream=transactions&metric=income&window_start=2026-01-31T12:00:06Z&run=${/\(run ([\w-]+)\)/.exec(stdout)?.[1]}`,
  );
  expect(await window.json()).toMatchObject({ verdict: 'unexplained', equal: false });
}, 120_000);

test('a raw event that is gone is named by its place in the log, in every metric that counted it', async () => {
  const where = `run_id != '' AND created_at = toDateTime64('2026-01-31 12:00:20', 3, 'UTC')`;
  const [place] = await system.clickhouse.query<{ at: string; mark: string }>(
    `SELECT concat(toString(_partition), '-', toString(_offset)) AS at,
         concat(toString(_partition), '-', toString(_offset - 1)) AS mark FROM events_transactions WHERE ${where}`,
  );
  await system.clickhouse.command(`DELETE FROM events_transactions WHERE ${where}`);
  // The one before it is the mark of the transaction before.
  expect([...(await marks())]).toContain(place?.mark);
  const report = await audit(
    'transactions',
    '--metric',
    'count',
    'users_1m',
    '--from',
    '2026-01-31',
    '--to',
    '2026-02-01',
  );
  expect(report.exitCode).toBe(1);
  const found = report.findings.map(({ metric, window_start }) => `${metric} ${window_start}`);
  expect(found).toEqual(['count 2026-01-31T12:00:18.000Z', 'users_1m 2026-01-31T12:00:00.000Z']);
  for (const { offsets_without_event } of report.findings) {
    expect(offsets_without_event).toContain(place?.at);
    expect(offsets_without_event).not.toContain(place?.mark);
  }
}, 120_000);

test('wrong usage is exit code 2, and a ClickHouse that is away is 3', async () => {
  expect(await system.weir('audit', 'transactions', '--metric', 'incme')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('it has income, count'),
  });
  expect(await system.weir('audit', 'nothing')).toMatchObject({ exitCode: 2 });
  const away = await runWeir(['audit', 'frames'], {
    ...system.stack.env,
    CLICKHOUSE_URL: 'http://127.0.0.1:9',
  });
  expect(away).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('http://127.0.0.1:9') });
}, 60_000);
