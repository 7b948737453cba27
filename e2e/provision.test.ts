import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clickhouse } from '@weir/clickhouse';
import {
  createAdmin,
  createKafka,
  createProducer,
  createRegistry,
  type KafkaAdmin,
  type Producer,
  type Registry,
} from '@weir/kafka';
import { createLogger } from '@weir/runtime';
import { frameSchema, type AvroRecord, type Frame } from '@weir/schemas';
import { streams } from '@weir/streams';
import { testStack, uniqueName, waitFor, type TestStack } from '@weir/testing';
import { avroWriter } from './support/avro-writer.ts';
import { clickhouseAsOwner } from './support/clickhouse-as-owner.ts';
import { runProvision } from './support/run-provision.ts';
import { workspaceCopy } from './support/workspace-copy.ts';

// A stack of its own, empty at first. The tests build on each other: an operator's day, in order.
jest.setTimeout(120_000);
let stack: TestStack;
let clickhouse: Clickhouse;
let admin: KafkaAdmin;
let registry: Registry;
let producer: Producer;

const provision = (env: Record<string, string> = {}, args: string[] = []) =>
  runProvision({ ...stack.env, ...env }, args);

beforeAll(async () => {
  stack = await testStack({ provision: false });
  const log = createLogger({ name: 'provision-test', level: 'silent' });
  const connection = { brokers: [stack.brokers], clientId: 'provision-test', log };
  clickhouse = clickhouseAsOwner(stack.clickhouseUrl);
  admin = await createAdmin(createKafka(connection));
  registry = createRegistry({ url: stack.registryUrl });
  producer = createProducer(connection);
}, 120_000);

afterAll(async () => {
  await producer?.close();
  await admin?.close();
  await clickhouse?.close();
  await stack?.stop();
}, 30_000);

test('two at once on an empty stack both succeed, and a third finds nothing to change', async () => {
  const runs = await Promise.all([provision(), provision()]);
  for (const run of runs) expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  const lines = runs.flatMap((run) => run.lines);
  expect(lines).toContain('created topic frames (6 partitions)');
  expect(lines).toContain('applied migration 0001_windows.sql');
  expect(lines).toContain('created connector windows');

  expect(await provision()).toEqual({ exitCode: 0, lines: ['nothing to change'], stderr: '' });
  const json = await provision({}, ['--json']);
  expect(json.lines.map((line) => JSON.parse(line) as unknown)).toEqual([{ changes: [], notices: [] }]);
});

test('a topic whose settings were changed by hand is mended, and that is said', async () => {
  await admin.alterConfigs('frames', { 'message.timestamp.type': 'CreateTime' });
  const { lines } = await provision({ KAFKA_RETENTION: '2d' });
  const kept = 'retention.ms 604800000 → 172800000';
  const events = streams.map(({ topic }) =>
    topic === 'frames'
      ? expect.stringMatching(/^changed topic frames \(.*message.timestamp.type CreateTime → LogAppendTime/)
      : `changed topic ${topic} (${kept})`,
  );
  const raw = streams.flatMap(({ inTopic }) =>
    inTopic === undefined ? [] : [`changed topic ${inTopic} (${kept})`],
  );
  expect(lines).toEqual(expect.arrayContaining([...events, ...raw]));
  expect(lines).toHaveLength(events.length + raw.length);
  const [frames] = await admin.describeTopics(['frames']);
  expect(frames?.ownConfigs).toMatchObject({
    'retention.ms': '172800000',
    'message.timestamp.type': 'LogAppendTime',
  });
  expect((await provision()).lines).toHaveLength(lines.length);
});

test('partitions are added only when asked for', async () => {
  const topic = uniqueName('small');
  await admin.createTopics([{ topic, partitions: 2 }]);
  const env = { TOPIC_FRAMES: topic };
  expect((await provision(env)).lines).toContainEqual(
    expect.stringContaining(
      `topic ${topic} has 2 partitions, its definition says 6: --grow-partitions adds them`,
    ),
  );
  expect((await provision(env, ['--grow-partitions'])).lines).toEqual([
    `changed topic ${topic} (2 partitions → 6)`,
  ]);
});

test('another topic name makes another connector, and the old one goes', async () => {
  const queue = expect.stringMatching(/^dropped connector queue_events_frames_[0-9a-f]{8}$/);
  expect((await provision()).lines).toEqual(['created connector events_frames', queue]);
  expect((await provision()).lines).toEqual(['nothing to change']);
});

test('a schema that could not read older events is refused with the registry’s reason, before anything else', async () => {
  const topic = uniqueName('refused');
  const older: AvroRecord = {
    ...frameSchema,
    fields: frameSchema.fields.filter(({ name }) => name !== 'uid'),
  };
  await registry.register(`${topic}-value`, older, { compatibility: 'BACKWARD' });
  const run = await provision({ TOPIC_FRAMES: topic });
  expect(run).toMatchObject({ exitCode: 1, lines: [] });
  expect(run.stderr).toMatch(
    new RegExp(`^provision: the registry refuses the schema of ${topic}-value: .+\n$`),
  );
  expect(run.stderr).toMatch(/uid/);
  expect(await admin.listTopics()).not.toContain(topic);
});

test('a migration that was changed after it was applied is refused', async () => {
  const forge = (checksum: string) =>
    clickhouse.command(
      "INSERT INTO migrations (number, name, checksum) VALUES (1, '0001_windows.sql', {checksum:String})",
      { checksum },
    );
  const [before] = await clickhouse.query<{ checksum: string }>(
    'SELECT checksum FROM migrations FINAL WHERE number = 1',
  );
  await forge('something else');
  const run = await provision();
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toBe(
    'provision: migration 0001_windows.sql was changed after it was applied (then 0001_windows.sql): ' +
      'restore the file, and write a new migration for the change\n',
  );
  await forge(before?.checksum ?? '');
  expect((await provision()).lines).toEqual(['nothing to change']);
});

test('a table that was altered by hand is named, because ClickHouse would drop values without a word', async () => {
  await clickhouse.command('ALTER TABLE rejected DROP COLUMN detail');
  expect((await provision()).stderr).toContain(
    'the tables do not fit the schemas: rejected.detail is missing',
  );
  await clickhouse.command('ALTER TABLE rejected ADD COLUMN detail String AFTER reason');
  expect((await provision()).exitCode).toBe(0);
});

test('how long rows are kept can be set and taken back', async () => {
  expect((await provision({ CLICKHOUSE_TTL_EVENTS: '90d' })).lines).toEqual(
    streams.map(({ name }) => `changed table events_${name} (kept for good → 7776000 s)`),
  );
  expect((await provision({ CLICKHOUSE_TTL_EVENTS: '90d' })).lines).toEqual(['nothing to change']);
  expect((await provision()).lines).toHaveLength(streams.length);
});

test('what does not answer is named, with its address, after the bound', async () => {
  const run = await provision({ CLICKHOUSE_URL: 'http://127.0.0.1:1', PROVISION_WAIT: '300ms' });
  expect(run).toMatchObject({ exitCode: 1, lines: [] });
  expect(run.stderr).toBe(
    'provision: ClickHouse did not become ready within 0.3 s: ' +
      'ClickHouse does not answer at http://127.0.0.1:1: nothing listens there\n',
  );
});

test('a bad configuration is exit code 2, with every problem', async () => {
  const run = await provision({ CLICKHOUSE_URL: 'nowhere', KAFKA_REPLICATION: 'x' });
  expect(run.exitCode).toBe(2);
  expect(run.stderr.split('\n')).toEqual([
    expect.stringContaining('CLICKHOUSE_URL=nowhere'),
    expect.stringContaining('KAFKA_REPLICATION=x'),
    '',
  ]);
  expect(await provision({}, ['--jsn'])).toMatchObject({ exitCode: 2 });
});

test('a new field is one line in the schema: the column comes by itself, and old and new events both read', async () => {
  const copy = workspaceCopy();
  try {
    const tsx = (script: string) =>
      execFileSync(process.execPath, ['--import', 'tsx', join(copy.folder, script)], { cwd: copy.folder });
    const write = await avroWriter<Frame>({ producer, registry }, 'frames', frameSchema);
    await write([{ ts: 1_000, uid: 'before', payload: null }], { key: 'before' });

    const file = join(copy.folder, 'schemas/frame.avsc');
    const schema = JSON.parse(readFileSync(file, 'utf8')) as AvroRecord;
    const fields = [...schema.fields, { name: 'device', type: 'string', default: 'web' } as const];
    writeFileSync(file, JSON.stringify({ ...schema, fields }));
    const migrations = () =>
      readdirSync(join(copy.folder, 'infra/clickhouse')).filter((name) => name.endsWith('.sql'));
    const before = migrations().length;
    tsx('libs/schemas/generate/main.ts');
    tsx('apps/provision/generate/main.ts');
    const written = `${String(before + 1).padStart(4, '0')}_events_frames_add_device.sql`;
    expect(migrations()).toContain(written);

    const run = await runProvision(stack.env, [], copy.folder);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.lines).toEqual([
      expect.stringMatching(/^registered subject frames-value/),
      `applied migration ${written}`,
      'created connector events_frames',
      expect.stringMatching(/^dropped connector queue_events_frames/),
    ]);

    const writeNew = await avroWriter<Frame & { device: string }>({ producer, registry }, 'frames', {
      ...frameSchema,
      fields: [...frameSchema.fields, { name: 'device', type: 'string', default: 'web' }],
    });
    await write([{ ts: 2_000, uid: 'old writer', payload: null }], { key: 'old' });
    await writeNew([{ ts: 3_000, uid: 'new writer', payload: null, device: 'phone' }], { key: 'new' });
    const rows = () => clickhouse.query('SELECT uid, device FROM events_frames FINAL ORDER BY ts');
    await waitFor(async () => (await rows()).length === 3, { what: 'three frames' });
    expect(await rows()).toEqual([
      { uid: 'before', device: 'web' },
      { uid: 'old writer', device: 'web' },
      { uid: 'new writer', device: 'phone' },
    ]);
  } finally {
    copy.remove();
  }
});

test('an older version beside a newer database goes on: migrations and schemas only add', async () => {
  expect(await provision()).toMatchObject({ exitCode: 0, stderr: '' });
});
