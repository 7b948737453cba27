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
    const { postJson, app } = await gatewayWith({ parts: { rate: { requests: 3, periodMs: 60_000 } } });
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
    const { postJson } = await gatewayWith({ parts: { access, rate: { requests: 2, periodMs: 60_000 } } });
    const send = async (key: string) =>
      (await postJson('/transactions', transaction(), { 'x-api-key': key })).statusCode;
    expect([await send('a'), await send('a'), await send('a')]).toEqual([202, 202, 429]);
    expect(await send('b')).toBe(202);
    // Guessing keys is counted by address.
    expect([await send('x'), await send('y'), await send('z')]).toEqual([401, 401, 429]);
  });

  test.each([
    ['100/s', { requests: 100, periodMs: 1_000 }],
    ['5/10s', { requests: 5, periodMs: 10_000 }],
    ['6000/m', { requests: 6_000, periodMs: 60_000 }],
  ])('%s is read', (text, rate) => expect(parseRate('X', text)).toEqual(rate));

  test.each(['', '100', '0/s', 'x/s', '10/y'])('"%s" is refused with an example', (text) =>
    expect(() => parseRate('GATEWAY_RATE_LIMIT', text)).toThrow(/GATEWAY_RATE_LIMIT.*such as 100\/s/),
  );
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
