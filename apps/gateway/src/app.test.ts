import { streams as definitions } from '@weir/streams';
import { problemTable } from './problem.ts';
import { testGateway, transaction } from './gateway.test-support.ts';

let gateway: Awaited<ReturnType<typeof testGateway>>;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway.app.close());

const get = (url: string) => gateway.app.inject(url);

test('streams are listed and described', async () => {
  const { streams } = (await get('/v1/streams')).json();
  expect(streams.map((stream: { name: string }) => stream.name)).toEqual(definitions.map(({ name }) => name));
  const stream = (await get('/v1/streams/transactions')).json();
  expect(stream).toMatchObject({
    key: 'user_id',
    time: 'created_at',
    schema_id: 7,
    schema: { name: 'Transaction' },
  });
  expect(stream.metrics).toContainEqual(
    expect.objectContaining({ name: 'income', kind: 'sum', window_ms: 3_000 }),
  );
  expect((await get('/v1/streams/nope')).statusCode).toBe(404);
});

test("every stream's example is accepted by its own route and alias", async () => {
  for (const { name, alias } of (await get('/v1/streams')).json().streams) {
    const { example } = (await get(`/v1/streams/${name}`)).json();
    expect((await gateway.postJson(`/v1/events/${name}`, example)).statusCode).toBe(202);
    if (alias !== null) expect((await gateway.postJson(alias, example)).statusCode).toBe(202);
  }
});

test('readiness names what is missing, as a problem', async () => {
  expect((await get('/readyz')).json()).toMatchObject({ status: 'ready' });
  const broken = await testGateway();
  broken.breakKafka('kafka: no broker answers');
  const response = await broken.app.inject('/readyz');
  expect(response.statusCode).toBe(503);
  expect(response.json()).toMatchObject({ detail: 'kafka: no broker answers', checks: { schemas: true } });
  expect((await broken.app.inject('/healthz')).statusCode).toBe(200);
  await broken.app.close();
});

test('the heartbeat tells the time', async () => {
  const { at } = (await get('/api/heartbeat')).json();
  expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(5_000);
});

test('an unknown route, a bad URL and a bad method are problems too', async () => {
  const unknown = await get('/nope');
  expect(unknown.statusCode).toBe(404);
  expect(unknown.headers['content-type']).toContain('application/problem+json');
  const bad = await get('/v1/streams/%zz');
  expect(bad.statusCode).toBe(400);
  expect(bad.headers['content-type']).toContain('application/problem+json');
  const method = await gateway.app.inject({ method: 'DELETE', url: '/v1/streams' });
  expect(method.json()).toMatchObject({ status: 405, type: 'urn:weir:problem:method-not-allowed' });
});

test("the caller's request id comes back when it is a plain word", async () => {
  const id = async (headers: Record<string, string>) =>
    (await gateway.app.inject({ url: '/healthz', headers })).headers['x-request-id'];
  expect(await id({ 'x-request-id': 'abc-123' })).toBe('abc-123');
  expect(await id({ 'x-request-id': 'two words' })).not.toBe('two words');
  expect(await id({})).not.toBe(await id({}));
});

test('accepted, rejected and request times are counted by stream, reason and route', async () => {
  await gateway.postJson('/transactions', [transaction(), { user_id: 1 }]);
  await gateway.postJson('/transactions', '{');
  const text = (await get('/metrics')).body;
  expect(text).toMatch(/weir_gateway_events_accepted_total\{stream="transactions"\} \d/);
  expect(text).toMatch(/weir_gateway_events_rejected_total\{stream="transactions",reason="invalid"\} 1/);
  expect(text).toMatch(/weir_gateway_events_rejected_total\{stream="transactions",reason="not_json"\} 1/);
  expect(text).toMatch(/weir_gateway_request_seconds_count\{route="\/transactions",status="207"\} 1/);
});

test('the OpenAPI document has every route that is served, and no other', async () => {
  const document = (await get('/openapi.json')).json();
  expect(document.openapi).toBe('3.1.0');
  const documented = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  for (const route of documented) {
    const [method = '', url = ''] = route.split(' ');
    const pattern = url.startsWith('/v1/events/')
      ? '/v1/events/:stream'
      : url.replaceAll(/\{(\w+)\}/g, ':$1');
    expect([route, gateway.app.hasRoute({ method: method as 'GET', url: pattern })]).toEqual([route, true]);
  }
  expect(documented).toEqual(
    expect.arrayContaining(['POST /transactions', 'POST /v1/events/frames', 'GET /readyz']),
  );
  const codes = document.components.schemas.Problem.properties.type.enum;
  expect(codes).toHaveLength(Object.keys(problemTable).length);
  for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)) {
    expect(document.components.schemas).toHaveProperty([name ?? '']);
  }
});

test('the page at /docs loads nothing from elsewhere', async () => {
  const page = await get('/docs/');
  expect(page.statusCode).toBe(200);
  expect(page.body).not.toMatch(/(src|href)="https?:/);
  expect((await get('/docs/static/swagger-ui-bundle.js')).statusCode).toBe(200);
});
