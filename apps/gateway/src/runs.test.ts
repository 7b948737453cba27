import type { Run } from '@weir/schemas';
import { testGateway, transaction } from './gateway.test-support.ts';

let gateway: Awaited<ReturnType<typeof testGateway>>;
beforeEach(async () => {
  gateway = await testGateway();
});
afterEach(() => gateway.app.close());

const open = async (body: unknown = { stream: 'transactions', name: 'import' }) => {
  const response = await gateway.postJson('/v1/runs', body);
  expect(response.statusCode).toBe(201);
  return response.json() as { run_id: string };
};
const finish = (id: string) => gateway.app.inject({ method: 'POST', url: `/v1/runs/${id}/finish` });
const post = (run: string) =>
  gateway.postJson(`/v1/events/transactions?run=${run}`, transaction({ created_at: 0 }));

test('a run is opened, takes events with its id as a header, and is finished', async () => {
  const { run_id } = await open();
  expect(run_id).toMatch(/^[0-9a-z]{8}$/);
  const response = await post(run_id);
  expect(response.statusCode).toBe(202);
  // Old events are what runs are for: no warning.
  expect(response.json()).toEqual({ accepted: 1, rejected: 0 });
  expect(gateway.sink.stored.at(-1)?.headers).toEqual({ run: run_id });

  expect((await finish(run_id)).json()).toMatchObject({
    run_id,
    state: 'finished',
    finished_at: expect.any(String),
  });
  expect((await finish(run_id)).statusCode).toBe(200);
  const refused = await post(run_id);
  expect(refused.statusCode).toBe(409);
  expect(refused.json()).toMatchObject({ type: 'urn:weir:problem:run-finished' });
});

test('runs are kept in Kafka, keyed by their id', async () => {
  const { run_id } = await open();
  await finish(run_id);
  expect(gateway.sink.stored.map(({ topic, key }) => [topic, String(key)])).toEqual([
    ['runs', run_id],
    ['runs', run_id],
  ]);
});

test('a run that another gateway has just opened is found; an invented one is 404 after one look', async () => {
  const elsewhere: Run = {
    run_id: 'abcd1234',
    stream: 'transactions',
    name: '',
    state: 'open',
    created_at: 0,
    finished_at: null,
  };
  gateway.directory.elsewhere.push(elsewhere);
  expect((await post('abcd1234')).statusCode).toBe(202);
  expect(gateway.directory.refreshes).toBe(1);
  expect((await post('zzzzzzzz')).statusCode).toBe(404);
  expect(gateway.directory.refreshes).toBe(2);
  expect((await post('no-such-form')).statusCode).toBe(404);
  expect(gateway.directory.refreshes).toBe(2);
});

test('a run takes events of its own stream only, and is named once', async () => {
  const { run_id } = await open({ stream: 'frames' });
  const response = await post(run_id);
  expect(response.statusCode).toBe(409);
  expect(response.json().detail).toContain('is of stream frames');
  expect((await post(`${run_id}&run=${run_id}`)).statusCode).toBe(400);
});

test('more than 50 open runs a stream: 429, until one is finished', async () => {
  const runs = [];
  for (let i = 0; i < 50; i += 1) runs.push(await open());
  const refused = await gateway.postJson('/v1/runs', { stream: 'transactions' });
  expect(refused.statusCode).toBe(429);
  await open({ stream: 'frames' });
  await finish(runs[0]?.run_id ?? '');
  await open();
});

test('runs are listed newest first, and filtered', async () => {
  const first = await open();
  await finish(first.run_id);
  const second = await open({ stream: 'frames', name: 'b' });
  const list = async (query = '') => (await gateway.app.inject(`/v1/runs${query}`)).json().runs as Run[];
  expect((await list()).map(({ run_id }) => run_id).sort()).toEqual([first.run_id, second.run_id].sort());
  expect(await list('?stream=frames')).toMatchObject([{ run_id: second.run_id, name: 'b' }]);
  expect(await list('?state=finished')).toMatchObject([{ run_id: first.run_id }]);
});

test.each([
  ['{"stream":"nope"}', 400, /must be one of transactions, frames/],
  ['{"stream":"frames","name":5}', 400, /name must be text/],
  ['[]', 400, /send an object/],
  ['{', 400, /is not JSON/],
  [`{"stream":"frames","name":"${'x'.repeat(20_000)}"}`, 413, /at most/],
])('opening a run with %.30s: %d', async (body, status, detail) => {
  const response = await gateway.postJson('/v1/runs', body);
  expect(response.statusCode).toBe(status);
  expect(response.json().detail).toMatch(detail);
});
