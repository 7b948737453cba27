import { formatBytes, formatCount, formatSeconds, formatTable } from './format.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [1_234_567.6, '1,234,568'],
  [-1_234, '-1,234'],
])('%s is %s', (value, text) => expect(formatCount(value)).toBe(text));

test.each([
  [999, '999 B'],
  [1_500, '1.5 kB'],
  [8_000_000, '8.0 MB'],
  [2_100_000_000, '2.1 GB'],
])('%s bytes are %s', (value, text) => expect(formatBytes(value)).toBe(text));

test.each([
  [0.84, '0.8 s'],
  [12.4, '12 s'],
  [59.7, '1 min 0 s'],
  [200, '3 min 20 s'],
  [7_500, '2 h 5 min'],
])('%s seconds are %s', (value, text) => expect(formatSeconds(value)).toBe(text));

test('tables are aligned, numbers to the right', () => {
  const table = formatTable([
    ['topic', 'messages', 'what'],
    ['frames', 1_000, 'events'],
    ['runs', 5, ''],
  ]);
  expect(table).toBe('topic   messages  what\nframes     1,000  events\nruns           5');
});
