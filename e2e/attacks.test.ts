import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { startApp, uniqueName, waitFor, type TestApp } from '@weir/testing';

// Clients that mean harm, on loopback, against a gateway of its own with short patience. Whatever they do: a designed answer,
// no 500, other clients are served, memory stays bounded. Large bodies, zip bombs and Kafka's absence: gateway.test.ts.
const soak = process.env['WEIR_SOAK'] === '1';
const events = '/v1/events/frames';
const memoryBound = 400 * 1024 * 1024;
let gateway: TestApp;

beforeAll(async () => {
  gateway = await startApp('gateway', { GATEWAY_HEADERS_TIMEOUT: '2s', GATEWAY_REQUEST_TIMEOUT: '5s' });
}, 120_000);
afterAll(() => gateway?.stop());

const residentBytes = () =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${gateway.pid}/status`, 'utf8'))?.[1]) * 1024;

interface Client {
  readonly socket: Socket;
  /** What came back so far. */
  text(): string;
  readonly closed: Promise<void>;
}

function open(port = gateway.port): Client {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => undefined);
  return {
    socket,
    text: () => Buffer.concat(chunks).toString(),
    closed: new Promise((resolve) => socket.once('close', () => resolve())),
  };
}

const head = (type: string, length: number) =>
  `POST ${events} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;

/** An ordinary client is served: at once, or after a moment on a machine that has much to do. */
const isServed = () =>
  waitFor(
    async () => {
      const answer = await fetch(`${gateway.url}${events}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ uid: uniqueName('attack'), ts: 1_769_860_800 }),
        signal: AbortSignal.timeout(20_000),
      });
      return answer.status === 202;
    },
    { timeoutMs: 40_000, what: 'an ordinary client to be served' },
  );

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}${events}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    signal: AbortSignal.timeout(30_000),
  });

afterEach(async () => {
  await isServed();
  expect(residentBytes()).toBeLessThan(memoryBound);
  expect(gateway.logs()).not.toMatch(/unexpected error/);
});

test(`${soak ? '1,000' : '300'} clients that never finish their headers, or send a byte now and then: 408, others are served`, async () => {
  const clients = Array.from({ length: soak ? 1_000 : 300 }, () => open());
  clients.forEach(({ socket }, index) => {
    if (index % 2 === 0) socket.write(`POST ${events} HTTP/1.1\r\nHost: x\r\nX-Slow: `);
    else socket.write(`${head('application/json', 1_000)}{`);
  });
  const dripping = setInterval(() => {
    for (const { socket } of clients) if (socket.writable) socket.write(' ');
  }, 300);
  try {
    await isServed();
    await Promise.all(clients.map(({ closed }) => closed));
  } finally {
    clearInterval(dripping);
  }
  const answers = clients.map((client) => client.text()).filter((text) => text !== '');
  expect(answers.length).toBeGreaterThan(clients.length / 4);
  for (const text of answers) expect(text).toMatch(/^HTTP\/1\.1 408 .*problem\+json.*request-timeout/s);
}, 60_000);

test('1,000 connections, each with an event: all are answered', async () => {
  const body = JSON.stringify({ uid: uniqueName('crowd'), ts: 1_769_860_800 });
  // The shared one where there is one: its patience is that of production.
  const port = Number(new URL(process.env['GATEWAY_URL'] ?? gateway.url).port);
  const clients = Array.from({ length: 1_000 }, () => open(port));
  for (const { socket } of clients) socket.write(head('application/json', body.length) + body);
  await waitFor(() => clients.every((client) => client.text().includes('}')), {
    timeoutMs: 30_000,
    what: 'a thousand answers',
  });
  for (const client of clients) {
    expect(client.text()).toMatch(/^HTTP\/1\.1 202 /);
    client.socket.destroy();
  }
}, 60_000);

test('clients that ask on and on, and never read an answer: they are cut off', async () => {
  const clients = Array.from({ length: 20 }, () => open());
  const request = `GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n`;
  for (const { socket } of clients) {
    socket.pause();
    socket.write(request.repeat(300));
  }
  await isServed();
  expect(residentBytes()).toBeLessThan(memoryBound);
  // What was answered before waits in them; then the end shows.
  for (const { socket } of clients) socket.resume();
  await Promise.all(clients.map(({ closed }) => closed));
}, 60_000);

test('pipelined requests are answered in their order', async () => {
  const body = JSON.stringify({ uid: uniqueName('pipe'), ts: 1_769_860_800 });
  const client = open();
  const good = head('application/json', body.length) + body;
  const bad = `${head('application/json', 1)}{`;
  client.socket.write((good + bad).repeat(10));
  const statuses = () => [...client.text().matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status);
  await waitFor(() => statuses().length === 20, { timeoutMs: 20_000 });
  expect(statuses()).toEqual(Array.from({ length: 10 }, () => ['202', '400']).flat());
  client.socket.destroy();
});

test('a flood of headers: 431', async () => {
  const client = open();
  client.socket.write(`POST ${events} HTTP/1.1\r\nHost: x\r\n`);
  for (let i = 0; i < 2_000; i += 1) client.socket.write(`X-Flood-${i}: ${'y'.repeat(50)}\r\n`);
  await client.closed;
  expect(client.text()).toMatch(/^HTTP\/1\.1 431 .*headers-too-large/s);
});

test('a line of 50 MB among others: the others are stored', async () => {
  const lines = [uniqueName('before'), uniqueName('after')].map((uid) =>
    JSON.stringify({ uid, ts: 1_769_860_800 }),
  );
  // The gateway's limit is 32 MiB for a body: two requests, one within it and one beyond.
  const within = Buffer.concat([
    Buffer.from(`${lines[0]}\n{"uid":"`),
    Buffer.alloc(30_000_000, 'x'),
    Buffer.from(`"}\n${lines[1]}`),
  ]);
  const answer = await post(within, { 'content-type': 'application/x-ndjson' });
  expect(answer.status).toBe(207);
  expect(await answer.json()).toMatchObject({ accepted: 2, rejected: 1, errors: [{ line: 2 }] });
  const beyond = await post(Buffer.alloc(50_000_000, 'x'), { 'content-type': 'application/x-ndjson' });
  expect(beyond.status).toBe(413);
}, 60_000);

const deep = (depth: number) => `{"uid":"a","ts":1769860800,"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;

test.each<[string, string | Uint8Array<ArrayBuffer>, number | RegExp]>([
  ['10,000 deep', deep(10_000), /^(202|400)$/],
  ['200,000 deep', deep(200_000), 400],
  ['never closed', '['.repeat(1_000_000), 400],
  ['__proto__ and constructor', '{"__proto__":{"uid":"x"},"constructor":{"prototype":{"ts":1}}}', 400],
  ['NaN', '{"uid":"a","ts":NaN}', 400],
  ['a time beyond all doubles', '{"uid":"a","ts":1e999}', 400],
  ['a number of 100,000 digits', `{"uid":"a","ts":${'9'.repeat(100_000)}}`, 400],
  ['half a surrogate pair', '{"uid":"\\ud800","ts":1769860800}', 400],
  ['bytes that are no text', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400],
  ['50,000 fields', `{${Array.from({ length: 50_000 }, (_, i) => `"f${i}":1`).join(',')}}`, 400],
  ['100,000 empty objects', `[${'{},'.repeat(99_999)}{}]`, 400],
])(
  'JSON: %s',
  async (_what, body, status) => {
    const answer = await post(body);
    expect(String(answer.status)).toMatch(status instanceof RegExp ? status : String(status));
    expect(answer.headers.get('content-type')).toMatch(/json/);
    expect((await answer.text()).length).toBeLessThan(100_000);
  },
  30_000,
);
