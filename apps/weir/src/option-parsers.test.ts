import { duration, instant, rate, wholeNumber } from './option-parsers.ts';

test('numbers may be grouped, and are whole', () => {
  expect(wholeNumber(0)('100_000')).toBe(100_000);
  for (const text of ['-1', '1.5', '', 'x', '1e3', '99999999999999999999']) {
    expect(() => wholeNumber(0)(text)).toThrow(/whole number/);
  }
});

test('a rate is above 0', () => {
  expect(rate('0.5')).toBe(0.5);
  for (const text of ['0', '-1', '', 'fast', 'Infinity']) expect(() => rate(text)).toThrow(/above 0/);
});

test('durations have a unit or are milliseconds', () => {
  expect(['5s', '300ms', '250'].map(duration)).toEqual([5_000, 300, 250]);
  expect(() => duration('soon')).toThrow(/such as 5s/);
});

test('instants have an offset, or are a date in UTC', () => {
  expect(instant('2026-01-31T13:00:00+01:00')).toBe(Date.UTC(2026, 0, 31, 12));
  expect(instant('2026-01-31')).toBe(Date.UTC(2026, 0, 31));
  for (const text of ['2026-01-31T12:00:00', 'today', '2026-13-01', '1769860800']) {
    expect(() => instant(text)).toThrow(/offset/);
  }
});
