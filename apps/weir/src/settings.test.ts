import { readSettings } from './settings.ts';

test('the option wins over the environment, and that over this machine’s default', () => {
  const env = { GATEWAY_URL: 'http://b:1/', GATEWAY_PORT: '4001' };
  expect(readSettings({ gateway: 'http://a:1/' }, env).gatewayUrl).toBe('http://a:1');
  expect(readSettings({}, env).gatewayUrl).toBe('http://b:1');
  expect(readSettings({}, { GATEWAY_PORT: '4001' }).gatewayUrl).toBe('http://localhost:4001');
  expect(readSettings({}, {}).gatewayUrl).toBe('http://localhost:4000');
});

test('an address that is none is a usage error', () => {
  expect(() => readSettings({ gateway: 'localhost:4000' }, {})).toThrow(/expected a URL/);
});
