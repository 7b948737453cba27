import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { streams } from '@weir/streams';
import { createLogger } from '@weir/runtime';
import pino from 'pino';
import { testGateway, transaction } from '../gateway.test-support.ts';
import { accessByKeys } from './access.ts';
import { hashOfKey, parseApiKeys } from './api-keys.ts';

const names = streams.map(({ name }) => name);
const newKey = () => `weir_${randomBytes(32).toString('base64url')}`;
const entry = (name: string, key: string, list: string) =>
  `${name}:${hashOfKey(key).toString('hex')}:${list}`;

const shop = newKey();
const shopNext = newKey();
const ops = newKey();
const table = [
  entry('shop', shop, 'transactions'),
  entry('shop', shopNext, 'transactions'),
  entry('ops', ops, '*'),
].join(';');

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const lines: string[] = [];
const log = pino(
  { level: 'trace' },
  new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) }),
);

let gateway: Awaited<ReturnType<typeof testGateway>>;
beforeAll(async () => {
  gateway = await testGateway({ parts: { access: accessByKeys(parseApiKeys(table, names)), log } });
});
afterAll(() => gateway.app.close());

const send = (headers: Record<string, string>, url = '/v1/events/transactions') =>
  gateway.postJson(url, transaction(), headers);

test.each([
  ['the stream', {}],
  ['the alias', { url: '/transactions' }],
  ['a stream that does not exist', { url: '/v1/events/nope' }],
])(
  'without a key, %s answers 401 and says how',
  async (_what, { url = '/v1/events/transactions' }: { url?: string }) => {
    const response = await send({}, url);
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer realm="weir"');
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({ type: 'urn:weir:problem:no-api-key' });
  },
);

test('a wrong key answers 401, also where none is needed', async () => {
  for (const response of [
    await send(bearer(newKey())),
    await gateway.app.inject({ url: '/v1/streams', headers: bearer('x') }),
  ]) {
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toContain('error="invalid_token"');
  }
});

test('old and new key of one name work at once, in either header', async () => {
  expect((await send(bearer(shop))).statusCode).toBe(202);
  expect((await send(bearer(shopNext))).statusCode).toBe(202);
  expect((await send({ 'x-api-key': shop }, '/transactions')).statusCode).toBe(202);
});

test('a key for another stream answers 403', async () => {
  const frame = { ts: 1_769_860_800, uid: 'a' };
  const refused = await gateway.postJson('/frames', frame, bearer(shop));
  expect(refused.statusCode).toBe(403);
  expect(refused.headers['www-authenticate']).toContain('insufficient_scope');
  expect((await gateway.postJson('/frames', frame, bearer(ops))).statusCode).toBe(202);
});

test('runs are opened and finished by those who may send to their stream', async () => {
  const open = (stream: string, headers: Record<string, string>) =>
    gateway.postJson('/v1/runs', { stream }, headers);
  expect((await open('transactions', {})).statusCode).toBe(401);
  expect((await open('frames', bearer(shop))).statusCode).toBe(403);
  const { run_id } = (await open('frames', bearer(ops))).json();
  const finish = (headers: Record<string, string>) =>
    gateway.app.inject({ method: 'POST', url: `/v1/runs/${run_id}/finish`, headers });
  expect((await finish({})).statusCode).toBe(401);
  expect((await finish(bearer(shop))).statusCode).toBe(403);
  expect((await finish(bearer(ops))).statusCode).toBe(200);
});

test('dead letters are sent again by those who may send to their stream', async () => {
  const redrive = async (headers: Record<string, string>) =>
    (await gateway.postJson('/v1/redrive/frames', [], headers)).statusCode;
  expect([await redrive({}), await redrive(bearer(shop)), await redrive(bearer(ops))]).toEqual([
    401, 403, 400,
  ]);
});

test('the list of streams says what the caller may send', async () => {
  const allowed = async (headers: Record<string, string>) => {
    const { streams: list } = (await gateway.app.inject({ url: '/v1/streams', headers })).json();
    return list.filter((one: { may_send: boolean }) => one.may_send).map((one: { name: string }) => one.name);
  };
  expect(await allowed({})).toEqual([]);
  expect(await allowed(bearer(shop))).toEqual(['transactions']);
  expect(await allowed(bearer(ops))).toEqual(names);
});

test('health, metrics and the documentation need no key', async () => {
  for (const url of ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs/']) {
    expect([url, (await gateway.app.inject(url)).statusCode]).toEqual([url, 200]);
  }
});

test('no key is ever logged, at any level', async () => {
  await send(bearer(shop));
  await send(bearer(`${ops}x`));
  await gateway.postJson('/nope', {}, bearer(ops));
  log.info({ req: { headers: bearer(ops) } });
  expect(lines.length).toBeGreaterThan(0);
  const text = lines.join('');
  for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/weir_|authorization/i);
  expect(text).toContain(ops); // This logger has no redaction: the test can fail.
});

test('the logger of the apps removes secrets that are handed to it', () => {
  const written: string[] = [];
  const stream = new Writable({ write: (chunk, _encoding, done) => (written.push(String(chunk)), done()) });
  const logger = createLogger({ name: 'x', level: 'info', destination: stream });
  logger.info({ headers: { authorization: `Bearer ${ops}`, 'x-api-key': ops } }, 'a');
  logger.info({ req: { headers: { authorization: `Bearer ${ops}`, 'x-api-key': ops } } }, 'b');
  logger.info({ apiKeys: table, password: ops }, 'c');
  expect(written).toHaveLength(3);
  expect(written.join('')).not.toContain(ops);
  expect(written.join('')).not.toContain(table);
});

test.each([
  ['shop:123:transactions', /entry 1 is not of the form/],
  [entry('shop', shop, 'nope'), /may send to nope: there are only/],
  [`${entry('a', shop, '*')} ${entry('b', shop, '*')}`, /entry 2 is there twice/],
])('a table with a mistake is refused, without its text: %#', (text, message) => {
  expect(() => parseApiKeys(text, names)).toThrow(message);
  try {
    parseApiKeys(text, names);
  } catch (error) {
    expect(String(error)).not.toContain(hashOfKey(shop).toString('hex'));
  }
});
