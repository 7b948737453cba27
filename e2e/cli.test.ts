import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  createAdmin,
  createKafka,
  createProducer,
  readLog,
  type KafkaAdmin,
  type LogRecord,
} from '@weir/kafka';
import {
  createCodec,
  frameSchema,
  transactionSchema,
  wireFormat,
  type Frame,
  type Transaction,
} from '@weir/schemas';
import { startApp, uniqueName, waitFor } from '@weir/testing';
import { runWeir } from './support/run-weir.ts';
import { sharedKafka } from './support/shared-kafka.ts';

// The command line as scripts use it, against the shared stack. Everything is sent in runs of its own, so that the
// live traffic of other tests is neither seen nor disturbed.
const connection = sharedKafka('cli-test');
let folder: string;
let admin: KafkaAdmin;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weir-cli-'));
  admin = await createAdmin(createKafka(connection));
});

afterAll(async () => {
  await admin.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the topic holds of a run, by partition. */
async function recordsOf(topic: string, runId: string): Promise<Map<number, LogRecord[]>> {
  const found = new Map<number, LogRecord[]>();
  for await (const { partition, records } of readLog({
    ...connection,
    topic,
    from: 'beginning',
    until: 'end',
  })) {
    const own = records.filter(({ headers }) => headers['run']?.toString() === runId);
    found.set(partition, [...(found.get(partition) ?? []), ...own]);
  }
  return found;
}

async function decoded<T>(
  topic: string,
  runId: string,
  schema: Parameters<typeof createCodec>[0],
): Promise<T[][]> {
  const codec = createCodec<T>(schema);
  const byPartition = [...(await recordsOf(topic, runId)).values()];
  return byPartition.map((records) =>
    records.map(({ value }) => codec.decode(value ?? Buffer.alloc(0), wireFormat.bodyStart)),
  );
}

const transactionsOf = async (runId: string) =>
  (await decoded<Transaction>('transactions', runId, transactionSchema)).flat();

/** The JSON that a command printed. */
const result = <T>({ stdout }: { stdout: string }) => JSON.parse(stdout) as T;

interface Generated {
  readonly run_id: string;
  readonly accepted: number;
  readonly unacknowledged: number;
  readonly retries: number;
  readonly expected: { readonly income: string };
}

const runState = async (runId: string) =>
  result<{ run_id: string; state: string }[]>(await runWeir(['runs', '--json'])).find(
    ({ run_id: id }) => id === runId,
  )?.state;

test('generate: every acknowledged transaction is in the topic once, and 10·k are worth 550·k', async () => {
  const args = ['--count', '10000', '--parallel', '10', '--run', uniqueName('generate'), '--json'];
  const run = await runWeir(['generate', 'transactions', ...args]);
  expect(run).toMatchObject({ exitCode: 0 });
  const summary = result<Generated>(run);
  expect(summary).toMatchObject({
    accepted: 10_000,
    rejected: 0,
    expected: { income: '550000.00' },
    stopped: null,
  });

  const stored = await transactionsOf(summary.run_id);
  expect(stored).toHaveLength(10_000);
  expect(new Set(stored.map(({ transaction_id: id }) => id)).size).toBe(10_000);
  expect(stored.reduce((sum, { amount }) => sum + amount, 0n)).toBe(5_500_000_000n);
  expect(new Set(stored.map(({ user_id: user }) => user[0])).size).toBe(10);
  expect(await runState(summary.run_id)).toBe('finished');
});

test('generate: a gateway that is killed in the middle costs time, but no event', async () => {
  const gateway = await startApp('gateway', {});
  try {
    const args = [
      '--count',
      '6000',
      '--rate',
      '2000',
      '--parallel',
      '4',
      '--run',
      uniqueName('killed'),
      '--json',
    ];
    const generating = runWeir(['generate', 'transactions', ...args], { GATEWAY_URL: gateway.url });
    const before = (await admin.topicOffsets('transactions')).reduce((sum, { high }) => sum + high, 0);
    await waitFor(async () => {
      const now = (await admin.topicOffsets('transactions')).reduce((sum, { high }) => sum + high, 0);
      return now > before + 1_000;
    });
    gateway.kill('SIGKILL');
    await gateway.restart();
    const run = await generating;
    expect(run).toMatchObject({ exitCode: 0 });
    const summary = result<Generated>(run);
    expect(summary).toMatchObject({ accepted: 6_000, unacknowledged: 0, expected: { income: '330000.00' } });
    expect(summary.retries).toBeGreaterThan(0);
    // What was sent again has the same id and the same time: it counts once.
    const stored = new Map(
      (await transactionsOf(summary.run_id)).map((event) => [event.transaction_id, event]),
    );
    expect(stored.size).toBe(6_000);
    expect([...stored.values()].reduce((sum, { amount }) => sum + amount, 0n)).toBe(3_300_000_000n);
  } finally {
    await gateway.stop();
  }
});

test('generate: endless until SIGINT, which ends it with a summary and exit code 0', async () => {
  const name = uniqueName('endless');
  const args = ['generate', 'frames', '--count', '0', '--rate', '200', '--run', name, '--json'];
  let child: ChildProcess | undefined;
  const ended = runWeir(args, {}, (started) => (child = started));
  await waitFor(async () => (await runWeir(['runs'])).stdout.includes(name), { timeoutMs: 20_000 });
  child?.kill('SIGINT');
  const run = await ended;
  expect(run).toMatchObject({ exitCode: 0 });
  const summary = result<Generated>(run);
  const stored = await decoded<Frame>('frames', summary.run_id, frameSchema);
  expect(stored.flat()).toHaveLength(summary.accepted);
  expect(await runState(summary.run_id)).toBe('finished');
});

test('generate --check: the windows add up to what was sent, and say so', async () => {
  const payments = await runWeir(['generate', 'transactions', '-n', '10000', '--parallel', '10', '--check']);
  expect(payments).toMatchObject({ exitCode: 0 });
  expect(payments.stdout.split('\n')).toEqual(
    expect.arrayContaining(['income 550000.00 = expected 550000.00', 'count 10000 = expected 10000']),
  );
  const receipts = await runWeir(['generate', 'receipts', '--count', '500', '--check', '--json']);
  expect(receipts).toMatchObject({ exitCode: 0 });
  const { check } = result<{ check: { metric: string; value: string; equal: boolean }[] }>(receipts);
  expect(check.map(({ metric, equal }) => [metric, equal])).toEqual([
    ['count', true],
    ['revenue', true],
    ['category_items', true],
    ['category_revenue', true],
  ]);
  expect(check[3]?.value).toBe(check[1]?.value);
});

test('generate --check: events that came too late for their windows are missed, and the exit code is 1', async () => {
  const disorder = ['--start', '2026-01-31T12:00:00Z', '--rate', '100', '--shuffle', '60s', '--force'];
  const run = await runWeir(['generate', 'frames', '-n', '500', ...disorder, '--check', '--check-for', '4s']);
  expect(run).toMatchObject({ exitCode: 1 });
  expect(run.stdout).toMatch(/^count \d+ ≠ expected 500$/m);
  expect(run.stdout).toMatch(/weir audit frames --run/);
});

test('load: the order of the file holds for every user, bad lines are named, the good ones are in', async () => {
  const file = join(folder, 'frames.jsonl.gz');
  const rejects = join(folder, 'rejects.jsonl');
  const bad = new Map([
    [17, '{"ts":1769860800,"uid":'],
    [6_000, '{"ts":"2026-01-31T12:00:00Z"}'],
    [11_999, '{"ts":1769860800,"uid":5}'],
  ]);
  const lines = Array.from({ length: 12_000 }, (_, index) => {
    const number = index + 1;
    if (number % 1_000 === 0 && !bad.has(number)) return '';
    return (
      bad.get(number) ??
      `{"ts":${1_769_860_800 + Math.floor(index / 100)},"uid":"u${index % 50}","line":${number}}`
    );
  });
  writeFileSync(file, gzipSync(lines.join('\n')));

  const run = await runWeir(['load', file, '--stream', 'frames', '--rejects', rejects, '--json']);
  expect(run).toMatchObject({ exitCode: 1 });
  const summary = result<{ run_id: string; accepted: number; rejected_lines: { line: number }[] }>(run);
  const good = lines.flatMap((line, index) => (line === '' || bad.has(index + 1) ? [] : [index + 1]));
  expect(summary).toMatchObject({ accepted: good.length, rejected: 3, lines: 11_999, stopped: null });
  expect(summary.rejected_lines.map(({ line }) => line)).toEqual([...bad.keys()]);
  const written = readFileSync(rejects, 'utf8').trimEnd().split('\n');
  expect(written.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual([...bad.values()]);

  const stored = (await decoded<Frame>('frames', summary.run_id, frameSchema)).map((frames) =>
    frames.map(({ payload }) => (JSON.parse(payload ?? '{}') as { line: number }).line),
  );
  expect(stored.flat().sort((a, b) => a - b)).toEqual(good);
  for (const numbers of stored) expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});

test('load: the rest of a file goes into the run that was begun, and rejects can be allowed', async () => {
  const file = join(folder, 'rest.jsonl');
  writeFileSync(file, '{"ts":1,"uid":"a"}\n{"ts":2,"uid":"a"}\n{\n{"ts":3,"uid":"a"}\n');
  const begun = await runWeir(['runs', 'start', 'frames', uniqueName('rest'), '--json']);
  const { run_id: runId } = result<{ run_id: string }>(begun);
  const args = ['--stream', 'frames', '--run-id', runId, '--skip', '1', '--allow-rejects', '--json'];
  const run = await runWeir(['load', file, ...args]);
  expect(run).toMatchObject({ exitCode: 0 });
  expect(result(run)).toMatchObject({
    run_id: runId,
    accepted: 2,
    rejected: 1,
    rejected_lines: [{ line: 3 }],
  });
  expect((await decoded<Frame>('frames', runId, frameSchema)).flat().map(({ ts }) => ts)).toEqual([
    2_000, 3_000,
  ]);
  expect(await runState(runId)).toBe('finished');

  const again = await runWeir(['load', file, ...args]);
  expect(again).toMatchObject({ exitCode: 1 });
  expect(result<{ stopped: string }>(again).stopped).toMatch(/is finished/);
});

test('tail: Avro, JSON, text and bytes that are none of these; a bad record hides no other; no group is left', async () => {
  const topic = uniqueName('tail');
  await admin.createTopics([{ topic, partitions: 1 }]);
  const source = readLog({ ...connection, topic: 'runs', from: 'beginning', until: 'end' });
  let avro: Buffer | null = null;
  for await (const { records } of source) avro ??= records[0]?.value ?? null;
  const producer = createProducer(connection);
  const values = [
    avro,
    Buffer.from('{"a":1}'),
    Buffer.from('plain'),
    Buffer.from([0, 0, 0, 0x7f, 0xff, 1]),
    null,
  ];
  for (const value of values) await producer.send({ topic, key: 'k', value });
  await producer.close();

  const groups = await admin.listGroups();
  const run = await runWeir(['tail', topic, '--from', 'oldest', '--no-follow', '--json']);
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  const records = run.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records).toMatchObject([
    { format: 'avro', offset: 0, key: 'k', value: { run_id: expect.any(String) } },
    { format: 'json', value: { a: 1 } },
    { format: 'text', value: 'plain' },
    { format: 'bytes', hex: '0000007fff01', error: expect.any(String) },
    { format: 'none', offset: 4 },
  ]);
  const last = await runWeir(['tail', topic, '--from', '-2', '--count', '1']);
  expect(last.stdout).toMatch(/^0@3 .* 0x0000007fff01 /);
  expect(await admin.listGroups()).toEqual(groups);
});

test('topics: what there is, and what it is for', async () => {
  const topics = result<{ topic: string; role: string; partitions: number; messages: number }[]>(
    await runWeir(['topics', '--json']),
  );
  const frames = topics.find(({ topic }) => topic === 'frames');
  expect(frames).toMatchObject({ role: 'events of frames', partitions: 6 });
  expect(frames?.messages).toBeGreaterThan(0);
});

const nowhere = { GATEWAY_URL: 'http://127.0.0.1:9', KAFKA_BROKERS: '127.0.0.1:9' };

test.each([
  ['help', 0, ['generate', '--help'], {}],
  ['no command', 2, [], {}],
  ['an unknown command', 2, ['generat'], {}],
  ['an unknown option', 2, ['topics', '--fast'], {}],
  ['an unknown stream', 2, ['generate', 'nothing'], {}],
  ['a check of something endless', 2, ['generate', 'frames', '--count', '0', '--check'], {}],
  ['a bad number', 2, ['generate', 'frames', '--count', 'many'], {}],
  ['more disorder than the grace', 2, ['generate', 'frames', '--shuffle', '11s'], {}],
  ['a file that is not there', 2, ['load', '/no/such/file', '--stream', 'frames'], {}],
  ['bad configuration', 2, ['topics'], { SCHEMA_REGISTRY_URL: 'nowhere' }],
  ['a topic that is not there', 2, ['tail', 'no-such-topic'], {}],
  ['a run that is not there', 1, ['runs', 'finish', 'zzzzzzzz'], {}],
  ['no gateway', 3, ['generate', 'frames', '--count', '1'], nowhere],
  ['no gateway for runs', 3, ['runs'], nowhere],
  ['no Kafka', 3, ['topics'], nowhere],
])('%s: exit code %i, and words instead of a stack trace', async (_what, exitCode, args, env) => {
  const run = await runWeir(args, env);
  expect(run).toMatchObject({ exitCode });
  expect(run.stderr).not.toMatch(/\n\s+at /);
  if (exitCode !== 0) expect(run.stderr).toMatch(args.length === 0 ? /Usage/ : /^weir: /);
});
