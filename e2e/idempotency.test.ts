import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, uniqueName, waitFor, type TestApp } from '@weir/testing';
import { readTopic } from './support/read-topic.ts';
import { runWeir } from './support/run-weir.ts';

// Requests with an Idempotency-Key, on the shared Kafka, by two gateways of their own that are killed here. Frames have no
// id: nothing but the key can tell that one is sent again. All of it in a run, so that live windows are not touched.
const brokers = process.env['KAFKA_BROKERS'] ?? '';
const soak = process.env['WEIR_SOAK'] === '1';
let gateways: TestApp[] = [];
let run = '';

beforeAll(async () => {
  gateways = await Promise.all([startApp('gateway', {}), startApp('gateway', {})]);
  const opened = await fetch(`${gateways[0]?.url}/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stream: 'frames', name: 'idempotency' }),
  });
  run = ((await opened.json()) as { run_id: string }).run_id;
}, 120_000);

afterAll(async () => {
  for (const gateway of gateways) await gateway.stop();
});

const gateway = (number: number): TestApp => {
  const one = gateways[number % gateways.length];
  if (one === undefined) throw new Error('not started');
  return one;
};

/** Three frames of different users, so mostly of different partitions. */
const linesOf = (prefix: string) =>
  ['a', 'b', 'c'].map((user) => JSON.stringify({ uid: `${prefix}-${user}`, ts: 1_769_860_800 })).join('\n');

const send = (at: TestApp, key: string, body: string) =>
  fetch(`${at.url}/v1/events/frames?run=${run}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': `"${key}"` },
    body,
    signal: AbortSignal.timeout(10_000),
  });

/** How often each user with the prefix is in the topic. */
async function stored(prefix: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const { key } of readTopic(brokers, 'frames')) {
    const uid = String(key);
    if (uid.startsWith(prefix)) counts.set(uid, (counts.get(uid) ?? 0) + 1);
  }
  return counts;
}

const once = (prefixes: readonly string[]) =>
  new Map(prefixes.flatMap((prefix) => ['a', 'b', 'c'].map((user) => [`${prefix}-${user}`, 1] as const)));

const sorted = (counts: ReadonlyMap<string, number>) => [...counts].sort(([a], [b]) => (a < b ? -1 : 1));

test('the answer is lost and the gateway killed: the repetition is answered, on any gateway, and stored once', async () => {
  const prefix = uniqueName('lost');
  const key = randomUUID();
  const body = linesOf(prefix);
  // Hangs up as soon as all is sent.
  await new Promise<void>((resolve) => {
    const { hostname, port } = new URL(gateway(0).url);
    const client = request({
      hostname,
      port,
      path: `/v1/events/frames?run=${run}`,
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': key },
    });
    client.on('error', () => resolve());
    client.end(body, () => setTimeout(() => client.destroy(), 20));
    client.on('close', resolve);
  });
  await waitFor(async () => (await stored(prefix)).size === 3, { timeoutMs: 20_000, what: 'the events' });
  gateway(0).kill('SIGKILL');
  await gateway(0).restart();
  for (const number of [0, 1, 0]) {
    const answer = await send(gateway(number), key, body);
    expect([answer.status, await answer.json()]).toEqual([202, { accepted: 3, rejected: 0 }]);
    expect(answer.headers.get('idempotent-replayed')).toBe('true');
  }
  expect(sorted(await stored(prefix))).toEqual(sorted(once([prefix])));
  const other = await send(gateway(1), key, linesOf(uniqueName('other')));
  expect(other.status).toBe(422);
}, 90_000);

test('twenty at once with one key, on two gateways: one is stored, all are answered alike', async () => {
  const prefix = uniqueName('race');
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, number) => send(gateway(number), key, linesOf(prefix))),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 202));
  expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
  expect(sorted(await stored(prefix))).toEqual(sorted(once([prefix])));
}, 60_000);

test('gateways killed again and again under load: every request is stored whole and once', async () => {
  const prefix = uniqueName('storm');
  const requests = soak ? 3_000 : 300;
  const clients = 12;
  const names = Array.from({ length: requests }, (_, n) => `${prefix}-${n}`);
  let next = 0;
  let repeated = 0;
  const client = async (number: number) => {
    for (let name = names[next++]; name !== undefined; name = names[next++]) {
      for (let attempt = 0; ; attempt += 1) {
        // Another gateway each time, as behind a balancer.
        const answer = await send(gateway(number + attempt), name, linesOf(name)).catch(() => undefined);
        if (answer?.status === 202) break;
        repeated += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const sending = Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  const kills = soak ? 12 : 3;
  for (let kill = 1; kill <= kills && next < requests; kill += 1) {
    await waitFor(() => next > (requests * kill) / (kills + 2), { timeoutMs: 60_000, intervalMs: 5 });
    gateway(kill).kill('SIGKILL');
    await gateway(kill).restart();
  }
  await sending;
  expect(repeated).toBeGreaterThan(0);
  expect(sorted(await stored(prefix))).toEqual(sorted(once(names)));
}, 300_000);

/**
 * Passes requests on to a gateway. Between the acknowledgement of the `nth` request with events and its answer the gateway
 * is killed, and started again.
 */
async function killedBeforeAnswer(app: TestApp, nth: number) {
  let answers = 0;
  let kills = 0;
  let restarted: Promise<void> = Promise.resolve();
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onwards = request(`${app.url}${url}`, { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        if (url?.startsWith('/v1/events/') && answer.statusCode === 202 && (answers += 1) === nth) {
          kills += 1;
          app.kill('SIGKILL');
          restarted = app.restart();
          outgoing.destroy();
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(Buffer.concat(chunks));
      });
      answer.on('error', () => outgoing.destroy());
    });
    onwards.on('error', () => outgoing.destroy());
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    kills: () => kills,
    close: async () => {
      await restarted;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** How often each frame of a run is in the topic, by its bytes. */
async function framesOfRun(runId: string): Promise<number[]> {
  const counts = new Map<string, number>();
  for await (const { value, headers } of readTopic(brokers, 'frames')) {
    if (String(headers['run'] ?? '') !== runId) continue;
    const event = String(value?.toString('base64'));
    counts.set(event, (counts.get(event) ?? 0) + 1);
  }
  return [...counts.values()];
}

const file = (folder: string) => {
  const path = join(folder, 'frames.jsonl');
  const frames = Array.from({ length: 30 }, (_, n) =>
    JSON.stringify({ uid: `line-${n}`, ts: 1_769_860_800 }),
  );
  writeFileSync(path, frames.join('\n'));
  return path;
};

test.each([
  ['load', (folder: string) => ['load', file(folder), '--stream', 'frames', '--batch', '10']],
  [
    'generate',
    () => [
      'generate',
      'frames',
      '--count',
      '30',
      '--batch',
      '10',
      '--parallel',
      '1',
      '--run',
      'once',
      '--start',
      '2026-01-31',
    ],
  ],
])(
  'weir %s: a gateway that dies before it answers makes nothing come twice',
  async (_name, args) => {
    const folder = mkdtempSync(join(tmpdir(), 'weir-once-'));
    const front = await killedBeforeAnswer(gateway(0), 2);
    try {
      const weir = await runWeir([...args(folder), '--json'], { GATEWAY_URL: front.url });
      expect([weir.stderr, weir.exitCode]).toEqual([expect.anything(), 0]);
      const summary = JSON.parse(weir.stdout) as { run_id: string };
      expect(summary).toMatchObject({ accepted: 30, rejected: 0, repeated: 0 });
      expect(front.kills()).toBe(1);
      expect(await framesOfRun(summary.run_id)).toEqual(Array.from({ length: 30 }, () => 1));
    } finally {
      await front.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
