import { commonConfig, readConfig } from '@weir/runtime';
import { kafkaSecurity } from './security.ts';

const securityOf = (env: Record<string, string>) => kafkaSecurity(readConfig(commonConfig.kafka, env));

test('without a word about it there is neither TLS nor a login', () => {
  expect(securityOf({})).toBeUndefined();
  expect(securityOf({ KAFKA_SSL: '0' })).toBeUndefined();
});

test('an authority switches TLS on, and a login goes with or without it', () => {
  const login = { KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b' };
  const sasl = { mechanism: 'scram-sha-512', username: 'a', password: 'b' };
  expect(securityOf(login)).toEqual({ sasl });
  expect(securityOf({ ...login, KAFKA_SSL: '1' })).toEqual({ ssl: {}, sasl });
  expect(securityOf({ KAFKA_SSL_CA: __filename })).toEqual({
    ssl: { ca: expect.stringContaining('an authority switches TLS on') },
  });
});

test('what is half set is refused, and a file that is not there is named', () => {
  expect(() => securityOf({ KAFKA_SASL_USERNAME: 'a' })).toThrow(
    /KAFKA_SASL_MECHANISM and KAFKA_SASL_PASSWORD must be set too/,
  );
  expect(() => securityOf({ KAFKA_SSL_CERT: __filename })).toThrow(/KAFKA_SSL_KEY must be set too/);
  expect(() => securityOf({ KAFKA_SSL_CA: '/no/ca.pem' })).toThrow(
    /KAFKA_SSL_CA=\/no\/ca.pem: there is no such file/,
  );
  expect(() => securityOf({ KAFKA_SSL_CA: 'ca.pem' })).toThrow(/absolute path/);
});
