import { ConfigError } from '@weir/runtime';
import { ClickHouseRefused, ClickHouseUnavailable } from '@weir/clickhouse';
import { clickhouseFailure } from './clickhouse-failure.ts';
import { dashboardConfig } from './config.ts';
import { badParameters } from './problem.ts';
import { sseComment, sseEvent } from './sse-event.ts';

test('the gateway is found by its port, or where GATEWAY_URL says', () => {
  expect(dashboardConfig({}).gatewayUrl).toBe('http://localhost:4000');
  expect(dashboardConfig({ GATEWAY_PORT: '4444' }).gatewayUrl).toBe('http://localhost:4444');
  expect(dashboardConfig({ GATEWAY_PORT: '4444', GATEWAY_URL: 'https://g/' }).gatewayUrl).toBe('https://g');
});

test('the dashboard reads ClickHouse as its own user', () => {
  expect(dashboardConfig({ CLICKHOUSE_USER: 'admin' }).clickhouse.user).toBe('weir_dashboard');
  expect(() => dashboardConfig({ DASHBOARD_PORT: 'x', CLICKHOUSE_URL: 'y' })).toThrow(ConfigError);
});

test('a failed query is a sentence that says what to do', () => {
  expect(
    clickhouseFailure(new ClickHouseUnavailable('ClickHouse does not answer at x: nothing listens there')),
  ).toBe('ClickHouse does not answer at x: nothing listens there.');
  expect(clickhouseFailure(new ClickHouseRefused('UNKNOWN_TABLE', 'stack'))).toContain('provision');
  expect(clickhouseFailure(new ClickHouseRefused('SYNTAX_ERROR', 'secret'))).toBe(
    'ClickHouse refused the query (SYNTAX_ERROR).',
  );
  expect(clickhouseFailure(new TypeError('x is undefined'))).not.toContain('undefined');
});

test('a problem is application/problem+json and names the parameter', async () => {
  const response = badParameters([{ parameter: 'from', message: 'must be before to' }]);
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({ status: 400, detail: 'from: must be before to' });
});

test('server-sent events are in their text form', () => {
  expect(sseEvent({ type: 'tick', now: 5 }, 'a-1')).toBe(
    'id: a-1\nevent: tick\ndata: {"type":"tick","now":5}\n\n',
  );
  expect(sseComment('x')).toBe(': x\n\n');
});
