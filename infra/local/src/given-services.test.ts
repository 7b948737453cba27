import { givenServices } from './given-services.ts';

test('what the environment names is given, what it leaves empty is not', () => {
  expect(givenServices({})).toEqual({});
  expect(givenServices({ KAFKA_BROKERS: 'a:1,b:2', CLICKHOUSE_URL: '' })).toEqual({ kafka: 'a:1,b:2' });
  expect(givenServices({ BOOTSTRAP_SERVERS: 'c:3' })).toEqual({ kafka: 'c:3' });
});
