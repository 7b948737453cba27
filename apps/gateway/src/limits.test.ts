import { parseRate } from './access/rate.ts';
import { accessByKeys } from './access/access.ts';
import { hashOfKey, parseApiKeys } from './access/api-keys.ts';
import { testGateway, transaction } from './gateway.test-support.ts';

type Gateway = Awaited<ReturnType<typeof testGateway>>;
const open: Gateway[] = [];
const gatewayWith = async (...options: Parameters<typeof testGateway>) => {
  const gateway = await testGateway(...options);
  open.push(gateway);
  return gateway;
};
afterAll(() => Promise.all(open.map(({ app }) => app.close())));

describe('rate limit', () => {
  test('answers carry the standard headers, the one too many is 429 with Retry-After', async () => {
    const { postJson, app } = await gatewayWith({ parts: { rate: { count: 3, periodMs: 60_000 } } });
    const send = () => postJson('/transactions', transaction());
    const first = await send();
    expect(first.statusCode).toBe(202);
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '2' });
    expect(Number(first.headers['ratelimit-reset'])).toBeGreaterThan(0);
    await send();
    await send();
    const refused = await send();
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.json()).toMatchObject({ type: 'urn:weir:problem:too-many-requests' });
    // Whoever watches the gateway is not counted.
    for (let i = 0; i < 5; i += 1) expect((await app.inject('/healthz')).statusCode).toBe(200);
  });

  test('counts by key where there is one: a busy caller leaves the others their share', async () => {
    const entry = (key: string) => `${key}:${hashOfKey(key).toString('hex')}:*`;
    const access = accessByKeys(parseApiKeys(`${entry('a')};${entry('b')}`, ['transactions']));
    const { postJson } = await gatewayWith({ parts: { access, rate: { count: 2, periodMs: 60_000 } } });
    const send = async (key: string) =>
      (await postJson('/transactions', transaction(), { 'x-api-key': key })).statusCode;
    expect([await send('a'), await send('a'), await send('a')]).toEqual([202, 202, 429]);
    expect(await send('b')).toBe(202);
    // Guessing keys is counted by address.
    expect([await send('x'), await send('y'), await send('z')]).toEqual([401, 401, 429]);
  });

  test('an address is believed from trusted proxies only, and from the end of what they say', async () => {
    const trustedProxies = ['10.1.0.0/16'];
    const { app } = await gatewayWith({ parts: { trustedProxies, rate: { count: 2, periodMs: 60_000 } } });
    const send = async (remoteAddress: string, forwardedFor?: string) => {
      const response = await app.inject({
        method: 'POST',
        url: '/transactions',
        remoteAddress,
        payload: JSON.stringify(transaction()),
        headers: {
          'content-type': 'application/json',
          ...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
        },
      });
      return response.statusCode;
    };
    // One client behind the dashboard: however it begins its header, the proxy's word is the last.
    expect(await send('10.1.0.9', '192.0.2.7')).toBe(202);
    expect(await send('10.1.0.9', '198.51.100.1, 192.0.2.7')).toBe(202);
    expect(await send('10.1.0.9', '198.51.100.2, 10.1.0.3, 192.0.2.7')).toBe(429);
    // Another one behind it, through two proxies.
    expect(await send('10.1.0.9', '192.0.2.8, 10.1.0.4')).toBe(202);
    // Whoever comes directly is counted by its own address, whatever it says.
    expect([await send('203.0.113.5', 'a'), await send('203.0.113.5', '192.0.2.9')]).toEqual([202, 202]);
    expect(await send('203.0.113.5', '10.1.0.1')).toBe(429);
  });

  test.each([
    ['100/s', { count: 100, periodMs: 1_000 }],
    ['5/10s', { count: 5, periodMs: 10_000 }],
    ['6000/m', { count: 6_000, periodMs: 60_000 }],
  ])('%s is read', (text, rate) => expect(parseRate('X', text, 'events')).toEqual(rate));

  test.each(['', '100', '0/s', 'x/s', '10/y'])('"%s" is refused with an example', (text) =>
    expect(() => parseRate('GATEWAY_RATE_LIMIT', text, 'requests')).toThrow(
      /GATEWAY_RATE_LIMIT.*such as 100\/s/,
    ),
  );
});

describe('event limit', () => {
  const hour = 3_600_000;
  const lines = (count: number, first = 0) =>
    Array.from({ length: count }, (_, i) =>
      JSON.stringify(transaction({ transaction_id: `t-${first + i}` })),
    );
  const limited = (count: number, parts = {}) =>
    gatewayWith({ parts: { eventRate: { count, periodMs: hour }, ...parts } });

  test('a body is taken whole; what it took too much, the next request waits for', async () => {
    const { postLines, postJson, sink, app } = await limited(10);
    const first = await postLines('/transactions', lines(4));
    expect([first.statusCode, first.json()]).toEqual([202, { accepted: 4, rejected: 0 }]);
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '10', 'ratelimit-remaining': '6' });
    const large = await postLines('/transactions', lines(16, 4));
    expect([large.statusCode, large.json()]).toEqual([202, { accepted: 16, rejected: 0 }]);
    expect(large.headers['ratelimit-remaining']).toBe('0');
    const refused = await postJson('/transactions', transaction());
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(refused.json()).toMatchObject({ type: 'urn:weir:problem:too-many-events' });
    // A debt of ten events, and one more: 11/10 of the period, less what has passed since.
    const waitS = Number(refused.headers['retry-after']);
    expect(waitS).toBeGreaterThan(1.05 * 3_600);
    expect(waitS).toBeLessThanOrEqual(1.1 * 3_600);
    expect(sink.transactions()).toHaveLength(20);
    expect((await app.inject('/v1/streams')).statusCode).toBe(200);
  });

  test.each([
    [
      'an array',
      (gateway: Gateway) =>
        gateway.postJson(
          '/transactions',
          [1, 2, 3].map(() => transaction()),
        ),
    ],
    [
      'NDJSON, the wrong lines too',
      (gateway: Gateway) => gateway.postLines('/transactions', [...lines(2), '{']),
    ],
    [
      'a request with a key',
      (gateway: Gateway) => gateway.postLines('/transactions', lines(3), { 'idempotency-key': 'k' }),
    ],
    [
      'dead letters that are sent again',
      (gateway: Gateway) =>
        gateway.postJson(
          '/v1/redrive/transactions',
          [1, 2, 3].map((offset) => ({ origin: `transactions-0-${offset}`, event: transaction() })),
        ),
    ],
  ])('%s: counted by event', async (_what, send) => {
    const gateway = await limited(100);
    const { headers } = await send(gateway);
    expect(headers['ratelimit-remaining']).toBe('97');
  });

  test('an event that is refused or a request that is repeated is counted; other callers are not', async () => {
    const entry = (key: string) => `${key}:${hashOfKey(key).toString('hex')}:*`;
    const access = accessByKeys(parseApiKeys(`${entry('a')};${entry('b')}`, ['transactions']));
    const { postJson } = await limited(2, { access });
    const send = async (key: string, body: object = transaction()) =>
      (await postJson('/transactions', body, { 'x-api-key': key })).statusCode;
    expect([await send('a', {}), await send('a'), await send('a')]).toEqual([400, 202, 429]);
    expect(await send('b')).toBe(202);
    // Without a known key nothing is read, so nothing is counted.
    expect([await send('x'), await send('x'), await send('x')]).toEqual([401, 401, 401]);
  });

  test('beside a limit of requests, the headers tell of whatever is used up more', async () => {
    const { postLines } = await limited(10, { rate: { count: 4, periodMs: hour } });
    const [few, many] = [
      await postLines('/transactions', lines(1)),
      await postLines('/transactions', lines(8)),
    ];
    expect(few.headers).toMatchObject({ 'ratelimit-limit': '4', 'ratelimit-remaining': '3' });
    expect(many.headers).toMatchObject({ 'ratelimit-limit': '10', 'ratelimit-remaining': '1' });
  });
});

describe('browsers', () => {
  const origin = 'https://shop.example';
  test('without CORS settings no header is sent', async () => {
    const { app } = await gatewayWith();
    const { headers } = await app.inject({ url: '/v1/streams', headers: { origin } });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['content-security-policy']).toBeUndefined();
  });

  test('pages of the named origins may send, others not', async () => {
    const browsers = { corsOrigins: [origin], securityHeaders: false };
    const { app } = await gatewayWith({ parts: { browsers } });
    const preflight = (from: string) =>
      app.inject({
        method: 'OPTIONS',
        url: '/v1/events/transactions',
        headers: {
          origin: from,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,idempotency-key',
        },
      });
    const allowed = await preflight(origin);
    expect(allowed.statusCode).toBe(204);
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'content-type,idempotency-key',
    });
    expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
    const { headers } = await app.inject({ url: '/v1/events/nope', method: 'POST', headers: { origin } });
    expect(headers['access-control-allow-origin']).toBe(origin);
    expect(headers['access-control-expose-headers']).toContain('retry-after');
  });

  test('security headers, with a policy under which /docs works', async () => {
    const browsers = { corsOrigins: [], securityHeaders: true };
    const { app } = await gatewayWith({ parts: { browsers } });
    const { headers } = await app.inject('/v1/streams');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['x-frame-options']).toBeDefined();
    const page = await app.inject('/docs/');
    expect(page.statusCode).toBe(200);
    // All its scripts are files: nothing that the policy would stop.
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });
});

describe('methods', () => {
  test.each([
    ['DELETE', '/v1/events/transactions', 'POST'],
    ['GET', '/transactions', 'POST'],
    ['PUT', '/v1/runs?x=1', 'GET, HEAD, POST'],
    ['GET', '/v1/runs/abc/finish', 'POST'],
    ['POST', '/v1/streams/frames/', 'GET, HEAD'],
    ['PATCH', '/healthz', 'GET, HEAD'],
    ['OPTIONS', '/frames', 'POST'],
  ])('%s %s is 405 and names %s', async (method, url, allow) => {
    const { app } = open[0] ?? (await gatewayWith());
    const response = await app.inject({ method: method as 'GET', url });
    expect(response.statusCode).toBe(405);
    expect(response.headers['allow']).toBe(allow);
    expect(response.json()).toMatchObject({ status: 405, type: 'urn:weir:problem:method-not-allowed' });
  });
});
