import { isInstalled } from './installed.mjs';

const lockfile = {
  packages: {
    '': { version: '0.1.0' },
    'libs/kafka': { version: '0.1.0' },
    'node_modules/@weir/kafka': { resolved: 'libs/kafka', link: true },
    'node_modules/kafkajs': { version: '2.2.4' },
    'node_modules/@chdb/lib-darwin-arm64': { version: '26.7.3', optional: true },
  },
};
const record = (kafkajs: string) => ({
  packages: { 'node_modules/@weir/kafka': { link: true }, 'node_modules/kafkajs': { version: kafkajs } },
});

test('every wanted package in the wanted version: nothing to install', () => {
  expect(isInstalled(lockfile, record('2.2.4'))).toBe(true);
});

test('another version, a missing package or no record at all: install', () => {
  expect(isInstalled(lockfile, record('2.2.3'))).toBe(false);
  expect(isInstalled(lockfile, { packages: { 'node_modules/kafkajs': { version: '2.2.4' } } })).toBe(false);
  expect(isInstalled(lockfile, undefined)).toBe(false);
});
