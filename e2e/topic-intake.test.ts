import { createProducer, type ProducerRecord } from '@weir/kafka';
import {
  createCodec,
  frameSchema,
  windowResultSchema,
  wireFormat,
  type Frame,
  type WindowResult,
} from '@weir/schemas';
import { startApp, uniqueName, waitFor, type TestApp } from '@weir/testing';
import { clickhouseAsOwner } from './support/clickhouse-as-owner.ts';
import { quiet } from './support/into-topic.ts';
import { makeOwnTopics, type OwnTopics } from './support/own-topics.ts';
import { rawFrames, type RawFrame } from './support/raw-frames.ts';
import { readTopic, type StoredRecord } from './support/read-topic.ts';

const brokers = process.env['KAFKA_BROKERS'] ?? '';
const registryUrl = process.env['SCHEMA_REGISTRY_URL'] ?? '';
const frameCodec = createCodec<Frame>(frameSchema);
const windowCodec = createCodec<WindowResult>(windowResultSchema);

async function put(records: readonly ProducerRecord[]): Promise<void> {
  const producer = createProducer({
    brokers: [brokers],
    clientId: 'intake-test',
    log: quiet,
    deadlineMs: 30_000,
  });
  for (let from = 0; from < records.length; from += 2_000)
    await producer.sendBatch(records.slice(from, from + 2_000));
  await producer.close();
}

async function all(topic: string): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  for await (const record of readTopic(brokers, topic)) records.push(record);
  return records;
}

const unkeyed = (topic: string, text: string | Buffer | null, partition?: number): ProducerRecord => ({
  topic,
  key: null,
  value: typeof text === 'string' ? Buffer.from(text) : text,
  ...(partition === undefined ? {} : { partition }),
});

describe('on the shared stack', () => {
  const clickhouse = clickhouseAsOwner();
  afterAll(() => clickhouse.close());

  test('unkeyed JSON of any producer becomes events; what is no event is shown with its bytes and why', async () => {
    const uid = uniqueName('u');
    const ts = Math.floor(Date.now() / 1000);
    const rest = '"big":9007199254740993, "k":1,"k":2,"nested":{"uid":7,"ts":"x"},"text":"é\\u00e9"';
    const bad = [
      `{"uid":"${uid}","ts":"soon"}`,
      `{"ts":${ts},"id":"${uid}"}`,
      `{"uid":"${uid}","ts":${ts}`,
      `["${uid}"]`,
      Buffer.concat([Buffer.from(`{"ts":${ts},"uid":"${uid}`), Buffer.from([0xff]), Buffer.from('"}')]),
    ];
    await put([
      unkeyed('frames.in', `{${rest},"uid":"wrong","ts":${ts},"uid":"${uid}"}`),
      ...bad.map((text) => unkeyed('frames.in', text)),
      unkeyed('frames.in', `\ufeff { "uid" : "${uid}" , "ts" : ${ts} } \r\n`),
    ]);
    const events = () =>
      clickhouse.query<{ payload: string | null }>(
        `SELECT payload FROM events_frames FINAL WHERE uid = '${uid}' ORDER BY payload`,
      );
    await waitFor(async () => (await events()).length === 2, { timeoutMs: 60_000, what: 'the good ones' });
    expect(await events()).toEqual([{ payload: `{${rest}}` }, { payload: null }]);

    const rejected = () =>
      clickhouse.query<Record<string, string>>(
        `SELECT reason, detail, origin, hex(payload) AS bytes FROM rejected FINAL
WHERE stream = 'frames' AND _topic = 'frames.in.dlq' AND position(payload, '${uid}') > 0
ORDER BY toUInt64(splitByChar('-', origin)[3])`,
      );
    await waitFor(async () => (await rejected()).length === bad.length, {
      timeoutMs: 30_000,
      what: 'the bad ones',
    });
    const rows = await rejected();
    expect(rows.map(({ bytes }) => bytes)).toEqual(
      bad.map((text) => Buffer.from(text).toString('hex').toUpperCase()),
    );
    expect(rows.map(({ reason }) => reason)).toEqual([
      'invalid',
      'invalid',
      'not_json',
      'invalid',
      'not_json',
    ]);
    expect(rows.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^\/ts expected Unix seconds/),
      '/uid is missing',
      expect.stringMatching(/^is not JSON/),
      expect.stringMatching(/^expected an object/),
      'is not UTF-8; send JSON in UTF-8',
    ]);
    expect(rows.map(({ origin }) => origin)).toEqual(
      rows.map(() => expect.stringMatching(/^frames\.in-0-\d+$/)),
    );
    const letters = (await all('frames.in.dlq')).filter(({ value }) => value?.includes(uid));
    expect(letters.map(({ key }) => String(key))).toEqual(rows.map(({ origin }) => origin));
    expect(letters.map(({ headers }) => Object.keys(headers).sort())).toEqual(
      letters.map(() => ['at', 'detail', 'origin', 'reason']),
    );
  }, 120_000);
});

describe('with topics and apps of its own', () => {
  const partitions = 6;
  let topics: OwnTopics;
  let gateway: TestApp;
  const apps: TestApp[] = [];

  beforeAll(async () => {
    topics = await makeOwnTopics(uniqueName('in'), { brokers, registryUrl }, partitions);
  });

  afterAll(async () => {
    for (const app of apps) await app.stop();
  });

  test('a backlog of a minute in six partitions, the gateway killed three times: nothing lost, doubled or late', async () => {
    const stream = topics.streamOf('frames');
    const inTopic = stream.inTopic ?? '';
    const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 120_000;
    const frames: RawFrame[] = [...rawFrames(18_000, startMs, 300)];
    const garbage = Array.from({ length: 60 }, (_, index) => `{"ts":"never","n":${index}`);
    const records = frames.map(({ text }, index) =>
      unkeyed(inTopic, text, (index * 7 + (index >> 9)) % partitions),
    );
    for (const [index, text] of garbage.entries())
      records.splice(index * 300, 0, unkeyed(inTopic, text, index % 6));
    await put(records);

    gateway = await startApp('gateway', topics.env);
    apps.push(gateway);
    const taken = async () => (await all(stream.topic)).length;
    for (let kill = 0, before = 0; kill < 3; kill += 1) {
      // A fast machine may be done before the last kill.
      const goesOn = async () => (await taken()) > Math.min(before, frames.length - 1);
      await waitFor(goesOn, { timeoutMs: 60_000, what: 'frames to be taken' });
      gateway.kill('SIGKILL');
      before = await taken();
      await gateway.restart();
    }
    await waitFor(async () => (await taken()) >= frames.length, { timeoutMs: 90_000, what: 'all frames' });
    await waitFor(async () => (await all(stream.inDlqTopic ?? '')).length >= garbage.length, {
      timeoutMs: 30_000,
    });

    const stored = (await all(stream.topic)).map(({ value, key }) => {
      const { uid, ts, payload } = frameCodec.decode(value ?? Buffer.alloc(0), wireFormat.bodyStart);
      expect(String(key)).toBe(uid);
      return `${uid} ${ts} ${payload}`;
    });
    expect(stored.sort()).toEqual(
      frames.map(({ uid, timeMs, payload }) => `${uid} ${timeMs} ${payload}`).sort(),
    );
    expect((await all(stream.inDlqTopic ?? '')).map(({ value }) => String(value)).sort()).toEqual(
      garbage.sort(),
    );

    apps.push(await startApp('aggregator', topics.env));
    const expected = new Map<string, number>();
    const users = new Map<number, Set<string>>();
    for (const { timeMs, uid } of frames) {
      expected.set(`count ${timeMs}`, (expected.get(`count ${timeMs}`) ?? 0) + 1);
      const minute = timeMs - (timeMs % 60_000);
      users.set(minute, (users.get(minute) ?? new Set()).add(uid));
    }
    for (const [minute, set] of users) expected.set(`users_1m ${minute}`, set.size);
    const windows = async () => {
      const latest = new Map<string, WindowResult>();
      for (const name of ['count', 'users_1m']) {
        const topic = stream.metrics.find((metric) => metric.name === name)?.topic ?? '';
        for (const { key, value } of await all(topic)) {
          const row = windowCodec.decode(value ?? Buffer.alloc(0), wireFormat.bodyStart);
          const id = `${name} ${String(key)}`;
          if ((latest.get(id)?.revision ?? -1) < row.revision) latest.set(id, row);
        }
      }
      const sums = new Map<string, number>();
      for (const { metric, window_start, value } of latest.values()) {
        const id = `${metric} ${window_start}`;
        sums.set(id, (sums.get(id) ?? 0) + Number(value) / 10_000);
      }
      return [...sums].sort().join();
    };
    const wanted = [...expected].sort().join();
    await waitFor(async () => (await windows()) === wanted, {
      timeoutMs: 60_000,
      what: 'every window as it must be',
    });
    expect(await all(stream.dlqTopic)).toEqual([]);
  }, 300_000);

  test('a second gateway stands by, and goes on when the first is killed', async () => {
    const stream = topics.streamOf('frames');
    const second = await startApp('gateway', topics.env);
    apps.push(second);
    const send = async (uid: string) => {
      await put([unkeyed(stream.inTopic ?? '', `{"ts":${Math.floor(Date.now() / 1000)},"uid":"${uid}"}`)]);
      await waitFor(async () => (await all(stream.topic)).some(({ key }) => String(key) === uid), {
        timeoutMs: 60_000,
        what: uid,
      });
    };
    await send('two-gateways');
    gateway.kill('SIGKILL');
    await send('one-gateway');
    const keys = (await all(stream.topic)).map(({ key }) => String(key));
    expect(keys.filter((key) => key.endsWith('-gateways'))).toHaveLength(1);
    expect(keys.filter((key) => key.endsWith('-gateway'))).toHaveLength(1);
  }, 150_000);
});
