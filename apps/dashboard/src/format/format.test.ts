import { exactValue } from '../queries/exact-value.ts';
import { sumDecimals } from './decimal.ts';
import { formatPrice, formatRate, formatValue } from './number-format.ts';
import { durationWords, formatClockSeconds, formatDay } from './time-format.ts';

test.each([
  [[], '0.00'],
  [['12.5', 3], '15.50'],
  [['-0.0001', '0.00'], '-0.0001'],
  [['99999999999999.9999', '0.0001'], '100000000000000.00'],
])('%j add up to %s', (values, expected) => expect(sumDecimals(values)).toBe(expected));

/** Separators depend on the machine's locale. */
const digits = (text: string) => text.replaceAll(/\D/g, '');

test('numbers are written in full, and without a double in between', () => {
  expect(digits(formatValue('90071992547409.9101', 'money'))).toBe('900719925474099101');
  expect(digits(formatValue('5500000', 'money'))).toBe('550000000');
  expect(digits(formatValue(100_000, 'events'))).toBe('100000');
  expect([formatRate(0), formatRate(12.345), formatRate(1234.5)].map(digits)).toEqual(['0', '123', '1235']);
});

test('prices on an axis have the decimals that tell them from each other', () => {
  const labels = (values: readonly number[]) =>
    values.map((value) => digits(formatPrice(value, (values[1] ?? 0) - (values[0] ?? 0))));
  expect(labels([2.3, 2.325, 2.35])).toEqual(['2300', '2325', '2350']);
  expect(labels([90.8, 91, 91.2])).toEqual(['908', '910', '912']);
  expect(labels([13_000, 13_500])).toEqual(['13000', '13500']);
});

test('counts are JSON numbers, everything else is decimal text', () => {
  expect(exactValue('count', '100000')).toBe(100_000);
  expect(exactValue('unique', '10')).toBe(10);
  expect(exactValue('sum', '550')).toBe('550.00');
  expect(exactValue('sum', '12.5001')).toBe('12.5001');
});

test('times and lengths', () => {
  expect(formatClockSeconds(Date.UTC(2026, 0, 31, 23, 4, 5), 'utc')).toBe('23:04:05');
  expect(formatDay(Date.UTC(2026, 0, 31), 'utc')).toContain('31');
  expect([1_000, 3_000, 60_000, 1_200_000, 3_600_000, 1_500].map(durationWords)).toEqual([
    'second',
    '3 seconds',
    'minute',
    '20 minutes',
    'hour',
    '1500 ms',
  ]);
});
