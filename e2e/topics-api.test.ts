import {
  createAdmin,
  createKafka,
  createProducer,
  createRegistry,
  type KafkaAdmin,
  type Producer,
} from '@weir/kafka';
import { streams } from '@weir/streams';
import { startApp, uniqueName, waitFor, type TestApp } from '@weir/testing';
import { sharedKafka } from './support/shared-kafka.ts';

// Looking into topics through the dashboard's API, against the shared stack; topics of their own.
const connection = sharedKafka('topics-test');
const shared = process.env['DASHBOARD_URL'] ?? '';
let admin: KafkaAdmin;
let producer: Producer;
/** Hides users of frames, and lets test messages be produced. */
let guarded: TestApp;

beforeAll(async () => {
  admin = await createAdmin(createKafka(connection));
  producer = createProducer(connection);
  guarded = await startApp('dashboard', {
    WEIR_MASK_FIELDS: 'frames.uid,frames.secret',
    WEIR_TOPICS_PRODUCE: '1',
  });
}, 120_000);

afterAll(async () => {
  await guarded?.stop();
  await producer?.close();
  await admin?.close();
});

interface Message {
  readonly partition: number;
  readonly offset: number;
  readonly time: string;
  readonly key: string | null;
  readonly format: string;
  readonly value?: { n: number; [name: string]: unknown };
  readonly text?: string;
  readonly hex?: string;
  readonly error?: string;
}

interface Page {
  readonly messages: readonly Message[];
  readonly scanned: number;
  readonly total: number;
  readonly stopped: string;
  readonly cursor: string | null;
}

async function api<T>(path: string, url = shared): Promise<T> {
  const response = await fetch(url + path);
  const body = (await response.json()) as T;
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
  return body;
}

const messages = (topic: string, query: Record<string, string> = {}) =>
  api<Page>(`/api/topics/${topic}/messages?${new URLSearchParams(query).toString()}`);

/** All pages of a question, one after the other. */
async function allOf(topic: string, query: Record<string, string>): Promise<Message[]> {
  const found: Message[] = [];
  for (
    let page = await messages(topic, query);
    ;
    page = await messages(topic, { ...query, cursor: page.cursor })
  ) {
    found.push(...page.messages);
    if (page.cursor === null) return found;
  }
}

const numbers = (found: readonly Message[]) => found.map(({ value }) => value?.n);

async function topicOf(
  name: string,
  partitions: number,
  configs: Record<string, string> = {},
): Promise<string> {
  const topic = uniqueName(name);
  await admin.createTopics([{ topic, partitions, configs }]);
  return topic;
}

const send = (topic: string, count: number, from = 0, partition?: number) =>
  producer.sendBatch(
    Array.from({ length: count }, (_, i) => ({
      topic,
      key: `k${(from + i) % 10}`,
      value: Buffer.from(JSON.stringify({ n: from + i, who: { name: `user ${(from + i) % 7}` } })),
      ...(partition === undefined ? {} : { partition }),
    })),
  );

test('from the newest, the oldest, an offset and a time; page by page each message comes once', async () => {
  const groups = await admin.listGroups();
  const topic = await topicOf('browse', 3);
  for (let from = 0; from < 300; from += 100) {
    await send(topic, 100, from);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const newest = await messages(topic, { limit: '50' });
  expect(newest).toMatchObject({ scanned: 50, total: 300, stopped: 'page' });
  expect(numbers(newest.messages).every((n) => (n ?? 0) >= 200)).toBe(true);
  const times = newest.messages.map(({ time }) => time);
  expect(times).toEqual([...times].sort().reverse());

  const everything = Array.from({ length: 300 }, (_, n) => n);
  const sorted = (found: readonly Message[]) => numbers(found).sort((a, b) => (a ?? 0) - (b ?? 0));
  expect(sorted(await allOf(topic, { limit: '70' }))).toEqual(everything);
  expect(sorted(await allOf(topic, { from: 'oldest', limit: '70' }))).toEqual(everything);

  const third = (await allOf(topic, { from: 'oldest' })).find(({ value }) => value?.n === 200);
  const since = await allOf(topic, { from: third?.time ?? '' });
  expect(sorted(since)).toEqual(everything.slice(200));
  const inPartition = await messages(topic, { partition: '1', from: '5', limit: '1' });
  expect(inPartition.messages).toMatchObject([{ partition: 1, offset: 5 }]);
  // Looking leaves nothing behind.
  expect(
    (await admin.listGroups()).filter((group) => !groups.includes(group) && group.includes('dashboard')),
  ).toEqual([]);
}, 120_000);

test('a search tells how far it came, goes on from there, and finds by text, key and field', async () => {
  const topic = await topicOf('search', 2);
  await send(topic, 4_000);
  const first = await messages(topic, { from: 'oldest', field: 'n=3999', scan: '1000' });
  expect(first).toMatchObject({ messages: [], scanned: 1_000, total: 4_000, stopped: 'limit' });
  expect(numbers(await allOf(topic, { from: 'oldest', field: 'n=3999', scan: '1000' }))).toEqual([3_999]);
  expect(numbers(await allOf(topic, { field: 'n>=3997' })).sort()).toEqual([3_997, 3_998, 3_999]);
  const query = new URLSearchParams({ q: 'USER 6', key: 'k3', limit: '500' });
  query.append('field', 'who.name=user 6');
  query.append('field', 'n<100');
  const found = await api<Page>(`/api/topics/${topic}/messages?${query.toString()}`);
  expect(numbers(found.messages).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual([13, 83]);
  expect(found).toMatchObject({ scanned: 4_000, stopped: 'end', cursor: null });
}, 120_000);

test.each(['gzip', 'snappy', 'lz4', 'zstd'])(
  'messages that %s has compressed are read',
  async (codec) => {
    const topic = await topicOf(codec, 1, { 'compression.type': codec });
    await send(topic, 500);
    expect(numbers(await allOf(topic, { from: 'oldest', limit: '500' }))).toEqual(
      Array.from({ length: 500 }, (_, n) => n),
    );
  },
  60_000,
);

test('what cannot be decoded is shown with its error among the others', async () => {
  const topic = await topicOf('broken', 1);
  const values = [
    Buffer.from('{"n":1}'),
    Buffer.from([0, 0, 1, 0x86, 0x9f, 1, 2, 3]),
    Buffer.from([0xff, 0xfe, 0x00]),
    Buffer.from('plain text'),
    Buffer.from('{"n":2}'),
  ];
  await producer.sendBatch(values.map((value) => ({ topic, key: 'k', value, headers: { from: 'a test' } })));
  const { messages: found } = await messages(topic, { from: 'oldest' });
  expect(found.map(({ format }) => format)).toEqual(['json', 'hex', 'hex', 'text', 'json']);
  expect(found[1]?.error).toContain('99999');
  expect(found[2]).toMatchObject({ hex: 'fffe00', headers: { from: 'a test' } });
  expect(found[3]?.text).toBe('plain text');
}, 120_000);

test('topics and groups are listed with their figures; lag is told in messages and seconds', async () => {
  const topic = await topicOf('figures', 2, { 'retention.ms': '3600000' });
  await send(topic, 20);
  const group = uniqueName('figures-group');
  const consumer = createKafka(connection).consumer({ groupId: group });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: async () => undefined });
  interface Group {
    group: string;
    lag: number;
    lag_seconds: number | null;
    state: string;
  }
  const own = async () =>
    (await api<{ groups: Group[] }>('/api/groups')).groups.find((one) => one.group === group);
  await waitFor(async () => (await own())?.lag === 0 && (await own())?.state === 'Stable', {
    timeoutMs: 40_000,
  });
  await consumer.disconnect();
  await send(topic, 7);
  await waitFor(async () => (await own())?.lag === 7, { timeoutMs: 20_000 });
  expect((await own())?.lag_seconds).toBeGreaterThanOrEqual(0);

  interface Summary {
    topic: string;
    role: string;
    partitions: number;
    messages: number;
    bytes: number;
    retention_ms: number;
  }
  const { topics } = await api<{ topics: Summary[] }>('/api/topics');
  expect(topics.find((one) => one.topic === topic)).toMatchObject({
    partitions: 2,
    messages: 27,
    retention_ms: 3_600_000,
    bytes: expect.any(Number),
  });
  for (const stream of streams) {
    expect(topics.find((one) => one.topic === stream.topic)?.role).toBe(`events of ${stream.name}`);
  }
  const detail = await api<{ groups: Group[]; configs: { name: string; own: boolean }[] }>(
    `/api/topics/${topic}`,
  );
  expect(detail.groups.map((one) => one.group)).toEqual([group]);
  expect(detail.configs.find(({ name }) => name === 'retention.ms')).toMatchObject({ own: true });
}, 150_000);

test('versions of a schema are compared line by line', async () => {
  const topic = await topicOf('schema', 1);
  const registry = createRegistry({ url: process.env['SCHEMA_REGISTRY_URL'] ?? '' });
  const field = (name: string) => ({ name, type: ['null', 'string'], default: null });
  const schema = (names: readonly string[]) =>
    ({ type: 'record', name: 'Thing', namespace: 'test', fields: names.map(field) }) as never;
  await registry.register(`${topic}-value`, schema(['a']), { compatibility: 'BACKWARD' });
  await registry.register(`${topic}-value`, schema(['a', 'b']), { compatibility: 'BACKWARD' });
  const shown = await api<{
    versions: { version: number }[];
    diff: { from: number; to: number; parts: { kind: string; text: string }[] };
  }>(`/api/topics/${topic}/schema`);
  expect(shown.versions.map(({ version }) => version)).toEqual([1, 2]);
  expect(shown.diff).toMatchObject({ from: 1, to: 2 });
  const added = shown.diff.parts.filter(({ kind }) => kind === 'added').map(({ text }) => text);
  expect(added.join('')).toContain('"name": "b"');
}, 120_000);

test('a live tail sends what comes and fits, and nothing from before', async () => {
  const topic = await topicOf('tail', 2);
  await send(topic, 5);
  const leave = new AbortController();
  const response = await fetch(`${shared}/api/topics/${topic}/tail?field=n%3E%3D12`, {
    signal: leave.signal,
  });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  const decoder = new TextDecoder();
  const reading = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
    }
  })().catch(() => undefined);
  // Until the tail has found its place, what is sent may come before it.
  let sent = 10;
  await waitFor(
    async () => {
      await send(topic, 5, sent);
      sent += 5;
      return (text.match(/^event: message$/gm)?.length ?? 0) >= 3;
    },
    { timeoutMs: 30_000, what: 'three messages of the tail' },
  );
  leave.abort();
  await reading;
  const found = [...text.matchAll(/^event: message\ndata: (.*)$/gm)].map(
    ([, data]) => JSON.parse(data ?? '') as Message,
  );
  expect(numbers(found).every((n) => (n ?? 0) >= 12)).toBe(true);
}, 120_000);

test('hidden fields are hidden from the page, the export and the search', async () => {
  const secret = uniqueName('secret');
  const sent = await fetch(`${process.env['GATEWAY_URL']}/v1/events/frames`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ts: Math.floor(Date.now() / 1_000),
      uid: `uid-${secret}`,
      secret,
      mark: secret.slice(-8),
    }),
  });
  expect(sent.status).toBe(202);
  const path = `/api/topics/frames/messages?field=payload~${secret.slice(-8)}`;
  const page = await api<Page>(path, guarded.url);
  expect(page.messages).toHaveLength(1);
  expect(JSON.stringify(page)).not.toContain(secret);
  expect(page.messages[0]?.value).toMatchObject({ uid: '•••' });
  const csv = await (await fetch(`${guarded.url}${path.replace('messages', 'export')}&format=csv`)).text();
  expect(csv).toContain(secret.slice(-8));
  expect(csv).not.toContain(secret);
  expect((await api<Page>(`/api/topics/frames/messages?q=${secret}`, guarded.url)).messages).toEqual([]);
}, 120_000);

test('test messages are off by default, are kept from the topics that Weir writes, and from other sites', async () => {
  const topic = await topicOf('produce', 1);
  const post = (url: string, target: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/topics/${target}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ key: 'k', value: '{"n":1}' }),
    });
  expect((await post(shared, topic)).status).toBe(403);
  expect((await post(guarded.url, topic)).status).toBe(200);
  expect((await post(guarded.url, 'transactions.income')).status).toBe(403);
  expect((await post(guarded.url, topic, { 'sec-fetch-site': 'cross-site' })).status).toBe(400);
  expect((await post(guarded.url, topic, { 'content-type': 'text/plain' })).status).toBe(400);
  expect(numbers((await messages(topic)).messages)).toEqual([1]);
}, 120_000);

test.each([
  ['/api/topics/no-such-topic', 404],
  ['/api/topics/transactions/messages?from=yesterday', 400],
  ['/api/topics/transactions/messages?limit=0&cursor=x&field=nonsense', 400],
  ['/api/topics/transactions/messages?partition=77', 404],
  ['/api/topics/transactions/schema?from=99', 400],
  ['/api/dead-letters?stream=nothing', 400],
])(
  '%s is answered %i in words',
  async (path, status) => {
    const response = await fetch(shared + path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  },
  30_000,
);
