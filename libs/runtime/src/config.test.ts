import { ConfigError, parseDuration, readConfig } from './config.ts';

const table = {
  port: { env: 'PORT', kind: 'port', default: 4000, help: 'port to listen on' },
  brokers: {
    env: ['KAFKA_BROKERS', 'BOOTSTRAP_SERVERS'],
    kind: 'list',
    default: ['localhost:9092'],
    help: 'brokers',
  },
  flush: { env: 'FLUSH', kind: 'duration', default: 1000, help: 'time between flushes' },
  url: { env: 'URL', kind: 'url', optional: true, help: 'address' },
  key: { env: 'KEY', kind: 'int', secret: true, default: 1, help: 'a secret number' },
} as const;

test('defaults hold where nothing is set, and an empty variable counts as unset', () => {
  expect(readConfig(table, { PORT: '' })).toEqual({
    port: 4000,
    brokers: ['localhost:9092'],
    flush: 1000,
    url: undefined,
    key: 1,
  });
});

test('the first name that is set wins, and lists are split at commas', () => {
  expect(readConfig(table, { BOOTSTRAP_SERVERS: 'a:1, b:2' }).brokers).toEqual(['a:1', 'b:2']);
  expect(readConfig(table, { KAFKA_BROKERS: 'c:3', BOOTSTRAP_SERVERS: 'a:1' }).brokers).toEqual(['c:3']);
});

test('a variable may move the port of a default address, and an address that is set stays as it is', () => {
  const moved = {
    brokers: {
      env: 'BROKERS',
      kind: 'list',
      default: ['localhost:9092'],
      defaultPortFrom: 'KPORT',
      help: 'brokers',
    },
    url: {
      env: 'URL',
      kind: 'url',
      default: 'http://localhost:8081/v7',
      defaultPortFrom: 'RPORT',
      help: 'address',
    },
  } as const;
  expect(readConfig(moved, { KPORT: '1', RPORT: '2' })).toEqual({
    brokers: ['localhost:1'],
    url: 'http://localhost:2/v7',
  });
  expect(readConfig(moved, { KPORT: '1', BROKERS: 'a:3' }).brokers).toEqual(['a:3']);
});

test('all problems are reported at once, secrets stay hidden', () => {
  const read = () => readConfig(table, { PORT: '70000', URL: 'nowhere', FLUSH: 'soon', KEY: 'hunter2' });
  expect(read).toThrow(ConfigError);
  try {
    read();
  } catch (error) {
    const problems = (error as ConfigError).problems;
    expect(problems).toHaveLength(4);
    expect(problems.join('\n')).toContain('PORT=70000: expected a port');
    expect(problems.join('\n')).not.toContain('hunter2');
  }
});

test.each([
  ['300ms', 300],
  ['5s', 5000],
  ['1.5h', 5_400_000],
  ['250', 250],
  ['soon', undefined],
])('duration %s is %s ms', (text, expected) => expect(parseDuration(text)).toBe(expected));
