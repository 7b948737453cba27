import { chooseStep } from './choose-step.ts';
import { fromPickerTime, toPickerTime } from './picker-time.ts';
import { liveRange, rangeBounds, rangeQuery, readRange } from './time-range.ts';

const read = (query: string) => readRange(new URLSearchParams(query));
const fixed = { kind: 'fixed', fromMs: Date.UTC(2026, 0, 31, 12), toMs: Date.UTC(2026, 0, 31, 13) } as const;

test('a range survives the address', () => {
  for (const query of ['?range=1h', '?range=24h', '', rangeQuery(fixed)])
    expect(rangeQuery(read(query))).toBe(query);
  expect(read(rangeQuery(fixed))).toEqual(fixed);
});

test.each(['?range=soon', '?from=2026-01-31', '?from=2026-01-31&to=2026-01-30', '?from=x&to=y'])(
  '%s is no range: the live one is shown',
  (query) => expect(read(query)).toEqual(liveRange),
);

test('bounds are whole steps, and a moving range ends with the step that is running', () => {
  expect(rangeBounds({ kind: 'moving', name: '1h', spanMs: 3_600_000 }, 15_000, 7_200_001)).toEqual({
    fromMs: 3_615_000,
    toMs: 7_215_000,
  });
  expect(rangeBounds({ kind: 'fixed', fromMs: 1_500, toMs: 8_500 }, 3_000, 0)).toEqual({
    fromMs: 0,
    toMs: 9_000,
  });
});

test.each([
  [300_000, 3_000, 300, 3_000],
  [86_400_000, 1_000, 600, 180_000],
  [86_400_000, 3_000, 300, 300_000],
  [86_400_000, 60_000, 100, 900_000],
  [3_600_000, 7_000, 100, 42_000],
])('%i ms of %i ms windows in at most %i points: steps of %i ms', (span, windowMs, points, expected) => {
  const step = chooseStep(span, windowMs, points);
  expect(step).toBe(expected);
  expect(step % windowMs).toBe(0);
  expect(span / step).toBeLessThanOrEqual(points);
});

test('the picker shows and reads the chosen clock', () => {
  const ms = Date.UTC(2026, 0, 31, 12, 0, 5);
  expect(toPickerTime(ms, 'utc')).toBe('2026-01-31T12:00:05');
  for (const zone of ['utc', 'local'] as const) expect(fromPickerTime(toPickerTime(ms, zone), zone)).toBe(ms);
  expect(fromPickerTime('', 'utc')).toBeNaN();
});
