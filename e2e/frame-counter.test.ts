import type { Clickhouse } from '@weir/clickhouse';
import { createProducer } from '@weir/kafka';
import { startApp, uniqueName, waitFor, type TestApp } from '@weir/testing';
import { clickhouseAsOwner } from './support/clickhouse-as-owner.ts';
import { quiet } from './support/into-topic.ts';
import { makeOwnTopics } from './support/own-topics.ts';
import { readTopic } from './support/read-topic.ts';
import { runProvision } from './support/run-provision.ts';

// A user of an earlier frame counter: the environment and the JSON topics that they have, nothing else.
const brokers = process.env['KAFKA_BROKERS'] ?? '';
const registryUrl = process.env['SCHEMA_REGISTRY_URL'] ?? '';
const name = uniqueName('counter').replaceAll('-', '_');
const apps: TestApp[] = [];
let clickhouse: Clickhouse | undefined;
let env: Record<string, string>;

beforeAll(async () => {
  if (!process.env['WEIR_SOAK']) return;
  const own = await makeOwnTopics(name, { brokers, registryUrl });
  const others = Object.entries(own.env).filter(([variable]) => !/^TOPIC_FRAMES|_GROUP$/.test(variable));
  env = {
    ...Object.fromEntries(others),
    KAFKA_BROKERS: '',
    BOOTSTRAP_SERVERS: brokers,
    CONSUMER_GROUP_ID: name,
    INPUT_TOPIC: `${name}-input`,
    OUTPUT_STREAM: `${name}-valid`,
    SEC_METRICS_OUTPUT_TOPIC: `${name}-sec`,
    MIN_METRICS_OUTPUT_TOPIC: `${name}-min`,
    TOPIC_FRAMES_IN_DLQ: `${name}-input-bad`,
    TOPIC_FRAMES_DLQ: `${name}-dlq`,
    TOPIC_FRAMES_USERS_1S: `${name}-users`,
    PRINT_INTERVAL: '100',
    WINDOWS_FORMAT: 'json',
    KAFKA_PARTITIONS: '1',
    CLICKHOUSE_DATABASE: name,
  };
  clickhouse = clickhouseAsOwner(undefined, { database: name, timeoutMs: 60_000 });
}, 60_000);

afterAll(async () => {
  for (const app of apps) await app.stop();
  if (clickhouse === undefined) return;
  await clickhouse.command(`DROP DATABASE IF EXISTS ${name}`).catch(() => undefined);
  await clickhouse.close();
});

/** The last record of each key, parsed. */
async function results(topic: string): Promise<Record<string, unknown>[]> {
  const latest = new Map<string, Record<string, unknown>>();
  for await (const { key, value } of readTopic(brokers, topic)) {
    latest.set(String(key), JSON.parse(String(value)) as Record<string, unknown>);
  }
  return [...latest.values()].sort((a, b) => Number(a['window_start']) - Number(b['window_start']));
}

// A database, a gateway and an aggregator of its own: with the long tests.
const long = process.env['WEIR_SOAK'] ? test : test.skip;

long(
  'the same names, the same input, numbers as JSON; ClickHouse has them too',
  async () => {
    expect(await runProvision(env)).toMatchObject({ exitCode: 0, stderr: '' });
    const gateway = await startApp('gateway', env);
    const aggregator = await startApp('aggregator', env);
    apps.push(gateway, aggregator);

    const start = Math.floor(Date.now() / 60_000) * 60 - 60;
    const frames = Array.from({ length: 250 }, (_, index) => ({
      ts: start + Math.floor(index / 50),
      uid: `user-${index % 40}`,
      page: `/p${index}`,
    }));
    const producer = createProducer({ brokers: [brokers], clientId: name, log: quiet, deadlineMs: 30_000 });
    await producer.sendBatch(
      frames.map((frame) => ({
        topic: `${name}-input`,
        key: null,
        value: Buffer.from(JSON.stringify(frame)),
      })),
    );
    await producer.close();

    const seconds = () => results(`${name}-sec`);
    await waitFor(async () => (await seconds()).filter((row) => row['final'] === true).length === 5, {
      timeoutMs: 90_000,
      what: 'five final seconds',
    });
    expect(await seconds()).toEqual(
      Array.from({ length: 5 }, (_, second) =>
        expect.objectContaining({
          stream: 'frames',
          metric: 'count',
          run_id: '',
          window_start: (start + second) * 1_000,
          window_ms: 1_000,
          value: 50,
          events: 50,
          final: true,
        }),
      ),
    );
    await waitFor(async () => (await results(`${name}-min`))[0]?.['value'] === 40, { timeoutMs: 30_000 });
    const valid: string[] = [];
    for await (const { key } of readTopic(brokers, `${name}-valid`)) valid.push(String(key));
    expect(valid.sort()).toEqual(frames.map(({ uid }) => uid).sort());

    const series = () =>
      clickhouse?.query<{ start: string; value: string }>(
        `SELECT toString(toUnixTimestamp(window_start)) AS start, toString(toUInt64(value)) AS value FROM series
WHERE stream = 'frames' AND metric = 'count' ORDER BY window_start`,
      );
    const wanted = Array.from({ length: 5 }, (_, second) => ({ start: String(start + second), value: '50' }));
    await waitFor(async () => JSON.stringify(await series()) === JSON.stringify(wanted), {
      timeoutMs: 60_000,
      what: 'the same numbers in ClickHouse',
    });
    expect(await clickhouse?.query('SELECT * FROM rejected')).toEqual([]);

    expect(gateway.logs()).toMatch(/frames: \d+ messages taken in [\d.]+ s, [\d,]+ a second, 0 rejected/);
    expect(aggregator.logs()).toMatch(
      /frames: \d+ messages counted in [\d.]+ s, [\d,]+ a second, 0 late, 0 rejected/,
    );
  },
  240_000,
);
