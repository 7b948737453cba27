import { isAlias, isGatewayPath, isReplayerPath } from './gateway-paths.ts';

test.each([
  '/transactions',
  '/frames',
  '/v1/events/frames',
  '/v1/runs',
  '/docs',
  '/docs/static/x.css',
  '/openapi.json',
])('%s is for the gateway', (path) => expect(isGatewayPath(path)).toBe(true));

test.each([
  '/',
  '/api/series',
  '/transaction',
  '/frames/x',
  '/v1',
  '/docsx',
  '/_next/static/x.js',
  '/healthz',
])('%s is the dashboard’s own', (path) => expect(isGatewayPath(path)).toBe(false));

test('only the registry’s short addresses are aliases', () => {
  expect([isAlias('/transactions'), isAlias('/v1/events/transactions'), isAlias('/')]).toEqual([
    true,
    false,
    false,
  ]);
});

test.each([
  '/v1/datasets',
  '/v1/replays/x/pause',
  '/api/v1/markets',
  '/api/v1/bars',
  '/api/datasets',
  '/api/download-date',
])('%s is for the replayer', (path) => expect(isReplayerPath(path)).toBe(true));

test.each(['/datasets', '/markets', '/v1/runs', '/v1/datasetsx', '/api/series', '/api/v1/events/xetra'])(
  '%s is not for the replayer',
  (path) => expect(isReplayerPath(path)).toBe(false),
);
