import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { readLog, type LogRecord } from '@weir/kafka';
import { createLogger } from '@weir/runtime';
import {
  createCodec,
  frameSchema,
  transactionSchema,
  wireFormat,
  type Frame,
  type Transaction,
} from '@weir/schemas';
import { startApp, testStack, uniqueName, waitFor, type TestApp, type TestStack } from '@weir/testing';

// The gateway as clients meet it: real bodies on real sockets, and what is in Kafka afterwards. On a stack of its own,
// because Kafka and the registry go away here.
const log = createLogger({ name: 'gateway-test', level: 'silent' });
let stack: TestStack;
let gateway: TestApp;

beforeAll(async () => {
  stack = await testStack();
  gateway = await startApp('gateway', stack.env);
}, 120_000);

afterAll(async () => {
  await gateway?.stop();
  await stack?.stop();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** One request; `parts` are written one after the other, which makes the body chunked unless its length is given. */
function send(
  path: string,
  parts: Iterable<string | Buffer>,
  headers: Record<string, string>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const client = request(gateway.url + path, { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) });
      });
    });
    client.on('error', reject);
    const iterator = parts[Symbol.iterator]();
    const write = () => {
      for (let next = iterator.next(); !next.done; next = iterator.next()) {
        if (!client.write(next.value)) return void client.once('drain', write);
      }
      client.end();
    };
    write();
  });
}

const json = { 'content-type': 'application/json' };
const ndjson = { 'content-type': 'application/x-ndjson' };
const postJson = (path: string, body: unknown) => send(path, [JSON.stringify(body)], json);
const events = '/v1/events/transactions';

const transaction = (id: string, changes: Record<string, unknown> = {}) => ({
  transaction_id: id,
  user_id: `user-${id}`,
  amount: '10.00',
  created_at: Date.now(),
  ...changes,
});

const connection = () => ({ brokers: [stack.brokers], clientId: 'gateway-test', log });

async function recordsOf(topic: string): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const batch of readLog({ ...connection(), topic, from: 'beginning', until: 'end' })) {
    records.push(...batch.records);
  }
  return records;
}

const codec = createCodec<Transaction>(transactionSchema);

/** Ids of the stored transactions that begin with the prefix, in the order of each partition. */
async function storedIds(prefix: string): Promise<string[]> {
  return (await recordsOf('transactions'))
    .map(({ value }) => codec.decode(value ?? Buffer.alloc(0), wireFormat.bodyStart).transaction_id)
    .filter((id) => id.startsWith(prefix));
}

describe('events that are accepted are in Kafka', () => {
  test('an event through its alias: keyed, in wire format, stamped by the broker', async () => {
    const id = uniqueName('one');
    const { status, body } = await postJson('/transactions', transaction(id));
    expect([status, body]).toEqual([202, { accepted: 1, rejected: 0 }]);
    const record = (await recordsOf('transactions')).find(({ key }) => String(key) === `user-${id}`);
    expect(wireFormat.readSchemaId(record?.value ?? Buffer.alloc(0))).toBeGreaterThan(0);
    expect(Math.abs((record?.timestamp ?? 0) - Date.now())).toBeLessThan(10_000);
    expect(record?.headers).toEqual({});
  });

  test('50,000 lines of gzip in one request, in the order of the file', async () => {
    const prefix = uniqueName('many');
    const lines = Array.from({ length: 50_000 }, (_, i) =>
      JSON.stringify(transaction(`${prefix}-${i}`, { user_id: `${prefix}-${i % 10}` })),
    );
    const answer = await send(events, [gzipSync(lines.join('\n'))], {
      ...ndjson,
      'content-encoding': 'gzip',
    });
    expect([answer.status, answer.body]).toEqual([202, { accepted: 50_000, rejected: 0 }]);
    const byUser = new Map<number, number[]>();
    for (const id of await storedIds(prefix)) {
      const n = Number(id.slice(prefix.length + 1));
      byUser.set(n % 10, [...(byUser.get(n % 10) ?? []), n]);
    }
    expect(byUser.size).toBe(10);
    for (const numbers of byUser.values()) {
      expect(numbers).toHaveLength(5_000);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
  }, 60_000);

  test('real-size frames: unknown fields, nested ones, duplicate keys, any text', async () => {
    const uid = uniqueName('uid');
    const frame = `{"a":{"uid":7,"ts":"x"},"ts":1769860800,"пример":"\\u00e4 \\"quoted\\" 🎉","uid":"${uid}","b":[1,null,{"c":"${'z'.repeat(2_000)}"}],"dup":1,"dup":2}`;
    expect((await send('/frames', [frame], json)).status).toBe(202);
    const record = (await recordsOf('frames')).find(({ key }) => String(key) === uid);
    const stored = createCodec<Frame>(frameSchema).decode(
      record?.value ?? Buffer.alloc(0),
      wireFormat.bodyStart,
    );
    expect(stored).toMatchObject({ uid, ts: 1_769_860_800_000 });
    expect(JSON.parse(stored.payload ?? '')).toMatchObject({
      a: { uid: 7 },
      пример: 'ä "quoted" 🎉',
      dup: 2,
    });
  });
});

describe('each kind of bad body has its answer, and the good lines are in', () => {
  const expectProblem = ({ headers, body }: Answer, code: string) => {
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(body).toMatchObject({
      type: `urn:weir:problem:${code}`,
      title: expect.any(String),
      detail: expect.any(String),
    });
  };

  test.each<[string, string, Record<string, string>, number, string]>([
    ['not JSON', '{"transaction_id":"x"', json, 400, 'invalid-body'],
    ['nothing', '', json, 400, 'empty-body'],
    ['a wrong type', JSON.stringify(transaction('x', { amount: true })), json, 400, 'invalid-events'],
    [
      'a missing field',
      JSON.stringify({ transaction_id: 'x', amount: 1, created_at: 0 }),
      json,
      400,
      'invalid-events',
    ],
    [
      'money with 5 decimals',
      JSON.stringify(transaction('x', { amount: '1.23456' })),
      json,
      400,
      'invalid-events',
    ],
    [
      'a field that nobody knows',
      JSON.stringify(transaction('x', { colour: 'red' })),
      json,
      400,
      'invalid-events',
    ],
    ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-media-type'],
    ['brotli', 'x', { ...json, 'content-encoding': 'br' }, 415, 'unsupported-encoding'],
    ['gzip that is none', 'x', { ...json, 'content-encoding': 'gzip' }, 400, 'invalid-body'],
  ])('%s', async (_what, body, headers, status, code) => {
    const answer = await send(events, [body], headers);
    expect(answer.status).toBe(status);
    expectProblem(answer, code);
  });

  test('an unknown stream', async () => {
    const answer = await postJson('/v1/events/nope', {});
    expect(answer.status).toBe(404);
    expectProblem(answer, 'unknown-stream');
  });

  test('NDJSON with one bad line in the middle', async () => {
    const prefix = uniqueName('middle');
    const lines = Array.from({ length: 1_001 }, (_, i) => JSON.stringify(transaction(`${prefix}-${i}`)));
    lines[500] = '{"transaction_id": oops}';
    const answer = await send(events, [`${lines.join('\r\n')}\r\n`], ndjson);
    expect(answer.status).toBe(207);
    expect(answer.body).toEqual({
      accepted: 1_000,
      rejected: 1,
      errors: [{ index: 500, line: 501, path: '', message: expect.stringContaining('is not JSON') }],
    });
    expect(await storedIds(prefix)).toHaveLength(1_000);
  });

  const megabyte = Buffer.alloc(1_000_000, ' ');
  const hundredMegabytes = function* () {
    for (let i = 0; i < 100; i += 1) yield megabyte;
  };

  test('100 MB that are announced: refused without reading them', async () => {
    const answer = await send(events, hundredMegabytes(), {
      ...json,
      'content-length': String(100 * megabyte.length),
    });
    expect(answer.status).toBe(413);
    expectProblem(answer, 'body-too-large');
  });

  test('100 MB that are not announced: refused at the limit, as JSON and as one endless line', async () => {
    const before = await memoryOf(gateway);
    for (const type of [json, ndjson]) {
      const answer = await send(events, hundredMegabytes(), type);
      expect(answer.status).toBe(413);
      expectProblem(answer, 'body-too-large');
    }
    expect((await memoryOf(gateway)) - before).toBeLessThan(200_000_000);
  });

  test('NDJSON that grows over the limit: says what was accepted, and that is in', async () => {
    const prefix = uniqueName('over');
    let n = 0;
    const lines = function* () {
      for (let chunk = 0; chunk < 4_000; chunk += 1) {
        let text = '';
        for (let i = 0; i < 100; i += 1) text += `${JSON.stringify(transaction(`${prefix}-${n++}`))}\n`;
        yield text;
      }
    };
    const answer = await send(events, lines(), ndjson);
    expect(answer.status).toBe(413);
    expectProblem(answer, 'body-too-large');
    const accepted = Number(answer.body['accepted']);
    expect(accepted).toBeGreaterThan(100_000);
    expect(await storedIds(prefix)).toHaveLength(accepted);
  }, 60_000);

  test('a small gzip body that unpacks to 200 MB', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, ' '));
    const answer = await send(events, [bomb], { ...ndjson, 'content-encoding': 'gzip' });
    expect(answer.status).toBe(413);
  });

  test('a client that hangs up in the middle harms nobody', async () => {
    const { port } = gateway;
    for (let i = 0; i < 20; i += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.write(
        `POST ${events} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"half":`,
      );
      await new Promise((resolve) => setTimeout(resolve, 5));
      socket.destroy();
    }
    expect((await postJson(events, transaction(uniqueName('after')))).status).toBe(202);
  });

  test('what is not HTTP at all', async () => {
    const socket = connect(gateway.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.write('HELLO\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    expect(answer).toMatch(/^HTTP\/1.1 400 .*application\/problem\+json/s);
  });
});

describe('runs', () => {
  test('are opened, used and finished; another gateway sees each step at once', async () => {
    const other = await startApp('gateway', stack.env);
    const opened = await postJson('/v1/runs', { stream: 'transactions', name: 'import' });
    expect(opened.status).toBe(201);
    const run = String(opened.body['run_id']);

    const post = (url: string) =>
      fetch(`${url}${events}?run=${run}`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify(transaction(run, { created_at: '2018-02-01T09:00:00Z' })),
      });
    const there = await post(other.url);
    expect([there.status, await there.json()]).toEqual([202, { accepted: 1, rejected: 0 }]);
    const record = (await recordsOf('transactions')).find(({ headers }) => String(headers['run']) === run);
    expect(String(record?.key)).toBe(`user-${run}`);

    await fetch(`${other.url}/v1/runs/${run}/finish`, { method: 'POST' });
    await waitFor(async () => (await post(gateway.url)).status === 409, {
      what: 'the run to be finished here too',
    });
    const { runs } = (await (await fetch(`${gateway.url}/v1/runs?stream=transactions`)).json()) as {
      runs: unknown[];
    };
    expect(runs).toContainEqual(expect.objectContaining({ run_id: run, name: 'import', state: 'finished' }));
    await other.stop();
  }, 60_000);

  test('are still known after a restart, for they are kept in Kafka', async () => {
    const { body } = await postJson('/v1/runs', { stream: 'frames' });
    await gateway.restart();
    const answer = await fetch(`${gateway.url}/v1/runs/${String(body['run_id'])}/finish`, { method: 'POST' });
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { stream: 'frames', state: 'finished' },
    ]);
  }, 60_000);
});

describe('when something is away', () => {
  const ready = async () => (await fetch(`${gateway.url}/readyz`)).status;

  test('Kafka: 503 with Retry-After within 5 s, flat memory, recovery by itself; acknowledged is stored', async () => {
    const prefix = uniqueName('outage');
    const acknowledged: string[] = [];
    const statuses = new Set<number>();
    let slowestMs = 0;
    let sending = true;
    let n = 0;
    const client = async () => {
      while (sending) {
        const id = `${prefix}-${n++}`;
        const startedAt = performance.now();
        const { status, headers } = await postJson(events, transaction(id));
        slowestMs = Math.max(slowestMs, performance.now() - startedAt);
        statuses.add(status);
        if (status === 202) acknowledged.push(id);
        else expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      }
    };
    const clients = Promise.all(Array.from({ length: 32 }, client));
    await waitFor(() => acknowledged.length > 200);
    stack.services.kafka.kill('SIGKILL');
    await waitFor(async () => (await ready()) === 503, { timeoutMs: 15_000, what: 'readiness to say no' });
    await waitFor(() => statuses.has(503), { what: 'a 503' });
    const memory = await memoryOf(gateway);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect((await memoryOf(gateway)) - memory).toBeLessThan(100_000_000);

    await stack.services.kafka.restart();
    const before = acknowledged.length;
    await waitFor(() => acknowledged.length > before + 200, {
      timeoutMs: 20_000,
      what: 'events to be accepted again',
    });
    await waitFor(async () => (await ready()) === 200, { timeoutMs: 15_000, what: 'readiness to say yes' });
    sending = false;
    await clients;
    expect([...statuses].sort()).toEqual([202, 503]);
    // 5 s and what a busy machine adds.
    expect(slowestMs).toBeLessThan(6_000);

    const stored = await storedIds(prefix);
    const once = new Set(stored);
    expect(once.size).toBe(stored.length);
    expect(acknowledged.filter((id) => !once.has(id))).toEqual([]);
  }, 90_000);

  test('the registry at the start: not ready and said so, until it is back', async () => {
    const { registry } = stack.services;
    registry.kill('SIGKILL');
    const starting = startApp('gateway', stack.env);
    const port = await Promise.race([
      starting.then(() => 'ready'),
      new Promise((resolve) => setTimeout(resolve, 4_000)),
    ]);
    expect(port).toBeUndefined();
    await registry.restart();
    const late = await starting;
    expect(late.logs()).toMatch(/waiting for schemas: schema registry/);
    const answer = await fetch(late.url + events, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(transaction(uniqueName('late'))),
    });
    expect(answer.status).toBe(202);
    await late.stop();
  }, 90_000);
});

test('figures, documentation and heartbeat are served', async () => {
  const text = async (path: string) => (await fetch(gateway.url + path)).text();
  expect(await text('/metrics')).toMatch(/weir_gateway_events_accepted_total\{stream="transactions"\} \d+/);
  expect(JSON.parse(await text('/openapi.json'))).toMatchObject({ openapi: '3.1.0' });
  expect(await text('/docs/')).toContain('swagger-ui');
  expect(JSON.parse(await text('/api/heartbeat'))).toMatchObject({ status: 'ok' });
});

/** Resident bytes of an app, by its own figures. */
async function memoryOf({ url }: TestApp): Promise<number> {
  const figures = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(figures)?.[1]);
}
