import { EventEmitter, once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFrontServer } from './front-server.ts';

const open: Server[] = [];
const listening = async (server: Server): Promise<number> => {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};
afterAll(() => open.forEach((server) => (server.close(), server.closeAllConnections())));

/** Asks the dashboard's port, and gives the `X-Forwarded-For` that came to the gateway. */
async function arrived(headers: Record<string, string | string[]>): Promise<unknown> {
  const gateway = await listening(
    createServer(({ headers: received }, response) => response.end(JSON.stringify(received))),
  );
  const gatewayUrl = `http://127.0.0.1:${gateway}`;
  const port = await listening(
    createFrontServer({ gatewayUrl, replayerUrl: gatewayUrl }, async () => undefined),
  );
  const body = await new Promise<string>((resolve, reject) => {
    const outgoing = request({ port, host: '127.0.0.1', path: '/v1/streams', headers }, (answer) => {
      let text = '';
      answer.on('data', (bytes: Buffer) => (text += bytes.toString()));
      answer.on('end', () => resolve(text));
    });
    outgoing.on('error', reject).end();
  });
  return (JSON.parse(body) as Record<string, unknown>)['x-forwarded-for'];
}

test.each([
  ['without one', {}, '127.0.0.1'],
  ['of a proxy before', { 'x-forwarded-for': '192.0.2.7' }, '192.0.2.7, 127.0.0.1'],
  ['forged, and twice', { 'x-forwarded-for': ['10.0.0.1', '::1'] }, '10.0.0.1, ::1, 127.0.0.1'],
])(
  'the gateway is told the address of the client, after an X-Forwarded-For %s',
  async (_what, headers, expected) => {
    expect(await arrived(headers)).toBe(expected);
  },
);

test('200 browsers ask the replayer once; who has changed something, and who wants a whole day, asks by himself', async () => {
  const asked: string[] = [];
  // Answers come when all questions have: however slow the machine, they are there at the same time.
  const arrived = new EventEmitter();
  let expected = 0;
  const replayer = await listening(
    createServer(async (incoming, response) => {
      asked.push(`${incoming.method} ${incoming.url}`);
      const body = `{"n":${asked.length}}`;
      while (expected > 0) await once(arrived, 'question');
      const status = incoming.url?.includes('nope') ? 404 : 200;
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    }),
  );
  const replayerUrl = `http://127.0.0.1:${replayer}`;
  const front = createFrontServer({ gatewayUrl: replayerUrl, replayerUrl }, async () => undefined);
  front.on('request', () => arrived.emit('question', (expected -= 1)));
  const base = `http://127.0.0.1:${await listening(front)}/api/v1`;
  const ask = async (path: string) => (await fetch(base + path)).text();
  const askAll = (paths: readonly string[]) => {
    expected = paths.length;
    return Promise.all(paths.map(ask));
  };
  const movers = '/movers?market=xetra&date=2018-02-01';
  const answers = await askAll(Array.from({ length: 200 }, () => movers));
  expect(asked).toEqual([`GET /api/v1${movers}`]);
  expect(new Set(answers)).toEqual(new Set(['{"n":1}']));

  const before = await ask('/replays');
  expect((await fetch(`${base}/replays`, { method: 'POST', body: '{}' })).status).toBe(200);
  expect(await ask('/replays')).not.toBe(before);
  const day = '/bars?market=xetra&date=2018-02-01';
  await askAll([day, day, `${day}&mnemonic=SAP`, `${day}&mnemonic=SAP`]);
  expect(asked.filter((one) => one.endsWith(day))).toHaveLength(2);
  expect(asked.filter((one) => one.endsWith('SAP'))).toHaveLength(1);
  const missing = await fetch(`${base}/movers?market=nope`);
  expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/json']);
  expect((await fetch(`${base.replace('/api/v1', '')}/v1/movers?x=1`)).status).toBe(200);
});

test('a shared question is answered with 503 while the replayer is away', async () => {
  const closed = createServer();
  const replayerUrl = `http://127.0.0.1:${await listening(closed)}`;
  await new Promise((resolve) => closed.close(resolve));
  const front = createFrontServer({ gatewayUrl: replayerUrl, replayerUrl }, async () => undefined);
  const answer = await fetch(`http://127.0.0.1:${await listening(front)}/api/v1/movers?date=2018-02-02`);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('replayer does not answer') });
});
