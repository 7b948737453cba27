import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClickhouse } from '@weir/clickhouse';
import { headerOf, marketByName, type Market } from '@weir/markets';
import { createLogger, createMetrics } from '@weir/runtime';
import type { FastifyInstance } from 'fastify';
import { buildApp, withoutApi } from './app.ts';
import { openDatasetStore } from './datasets/dataset-store.ts';
import { connectGateway } from './replays/gateway.ts';
import { openReplayStore } from './replays/replay-store.ts';

// The HTTP side without any service: what can be answered by itself, and what is said about those that are away.
let folder: string;
let app: FastifyInstance;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weir-replayer-'));
  const log = createLogger({ name: 'replayer-test', level: 'silent' });
  const signal = new AbortController().signal;
  const datasets = await openDatasetStore({
    folder: join(folder, 'datasets'),
    buckets: new Map(),
    log,
    signal,
  });
  const header = headerOf(marketByName('xetra') as Market);
  const row = '"DE0007164600","SAP","SAP","Common stock","EUR",1,2018-02-01,07:03,1,1,1,1,10,1';
  writeFileSync(join(folder, 'datasets/day.csv'), `${header}\n${row}\n`);
  writeFileSync(join(folder, 'datasets/odd.csv'), `${header.replace('Currency,', '')}\n`);
  writeFileSync(join(folder, 'secret.csv'), `${header}\n${row}\n`);
  symlinkSync(join(folder, 'secret.csv'), join(folder, 'datasets/link.csv'));
  const gateway = connectGateway('http://127.0.0.1:9', undefined);
  const replays = await openReplayStore({
    folder: join(folder, 'replays'),
    datasets,
    gateway,
    log,
    onRows: () => undefined,
  });
  const clickhouse = createClickhouse({ url: 'http://127.0.0.1:9', user: 'x', password: '' });
  app = await buildApp({ log, metrics: createMetrics(), datasets, replays, clickhouse });
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload });

test('files put into the folder are datasets; a bad header is said, and a link that leads out is none', async () => {
  const { datasets } = (await app.inject('/api/v1/datasets')).json<{ datasets: object[] }>();
  expect(datasets).toHaveLength(2);
  expect(datasets).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: 'day', market: 'xetra', date: '2018-02-01', rows: 1, state: 'ready' }),
      expect.objectContaining({
        id: 'odd',
        state: 'failed',
        error: expect.stringContaining('the header lacks Currency'),
      }),
    ]),
  );
});

test.each([
  [
    '/v1/datasets',
    { market: 'xetra', date: '2018-02-01' },
    503,
    /XETRA_BUCKET_URL.*weir generate xetra --date/,
  ],
  ['/api/download-date', { date: 'yesterday' }, 400, /date: expected a date/],
  ['/v1/replays', { dataset: '../secret' }, 404, /there is no dataset/],
  ['/v1/replays', { dataset: 'link' }, 404, /there is no dataset/],
  ['/v1/replays', { dataset: 'odd' }, 409, /odd is failed/],
  ['/v1/replays', { dataset: 'day', speed: 0 }, 400, /from 1 to 1000, or "max"/],
  ['/v1/replays', { dataset: 'day' }, 503, /cannot reach the gateway/],
  ['/v1/replays/none/pause', {}, 404, /there is no replay/],
  ['/v1/nothing', {}, 404, /is not a route/],
])('POST %s %j is answered %i', async (url, payload, status, detail) => {
  const answer = await post(url, payload);
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json<{ detail: string }>().detail).toMatch(detail);
});

test('the markets tell whether a day can be fetched, and which setting names the bucket', async () => {
  const { markets } = (await app.inject('/api/v1/markets')).json<{ markets: object[] }>();
  expect(markets).toEqual([
    {
      name: 'xetra',
      title: 'XETRA',
      first_date: '2017-06-26',
      has_bucket: false,
      bucket_variable: 'XETRA_BUCKET_URL',
    },
    expect.objectContaining({ name: 'eurex', has_bucket: false, bucket_variable: 'EUREX_BUCKET_URL' }),
  ]);
});

test('an order that a market does not have is refused, and says which it has', async () => {
  const ask = (query: string) => app.inject(`/v1/movers?date=2018-02-01&${query}`);
  const eurex = await ask('market=eurex&order=change');
  expect(eurex.statusCode).toBe(400);
  expect(eurex.json<{ detail: string }>().detail).toBe('order: this market has contracts, trades');
  const xetra = await ask('market=xetra&order=contracts');
  expect(xetra.json<{ detail: string }>().detail).toBe('order: this market has change, turnover, trades');
  expect((await ask('market=eurex&order=trades')).statusCode).toBe(503);
});

test('aggregates without ClickHouse are a 503 with a reason', async () => {
  const answer = await app.inject('/v1/bars?market=xetra&date=2018-02-01');
  expect(answer.statusCode).toBe(503);
  expect((await app.inject('/v1/bars?market=nyse&date=2018-02-01')).statusCode).toBe(400);
});

test('every route is in the OpenAPI document', async () => {
  const document = (await app.inject('/openapi.json')).json<{ openapi: string; paths: object }>();
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      '/v1/markets',
      '/v1/datasets',
      '/api/download-date',
      '/v1/replays/{id}/speed',
      '/v1/bars',
    ]),
  );
});

test.each([
  ['/api/v1/datasets?x=1', '/v1/datasets?x=1'],
  ['/api/replays/a/pause', '/v1/replays/a/pause'],
  ['/api/v1/markets', '/v1/markets'],
  ['/api/heartbeat', '/api/heartbeat'],
  ['/api/download-date', '/api/download-date'],
])('%s is %s', (from, to) => expect(withoutApi(from)).toBe(to));
