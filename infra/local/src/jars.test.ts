import { firstError } from './jars.ts';

test('of a failed download the first error of the last run is told', () => {
  const log = [
    '[INFO] Scanning for projects...',
    '[ERROR] an old one',
    '[INFO] Scanning for projects...',
    '[ERROR] Could not resolve kafka_2.13',
    '[ERROR] see the help',
  ].join('\n');
  expect(firstError(log)).toBe('Could not resolve kafka_2.13 (all of it in .weir/logs/jars.log)');
});
