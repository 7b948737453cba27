import type { Point } from '../live/live-state.ts';
import { chartPoints } from './chart-points.ts';
import { lineParts } from './line-datasets.ts';
import { tickLabel, timeTicks } from './time-ticks.ts';

const point = (t: number, value: number): Point => ({ t, value, events: value, final: true });

test('a missing window is a gap; an empty one is a zero', () => {
  const drawn = chartPoints([point(0, 4), point(2_000, 0)], { fromMs: 0, toMs: 4_000, stepMs: 1_000 });
  expect(drawn.map(({ y }) => y)).toEqual([4, NaN, 0, NaN]);
  expect(drawn.map(({ x }) => x)).toEqual([500, 1_500, 2_500, 3_500]);
  expect(drawn.map(({ alone }) => alone)).toEqual([true, false, true, false]);
});

test('ticks stand at round times, far enough apart and inside the chart', () => {
  const from = Date.UTC(2026, 0, 31, 12, 0, 7);
  const ticks = timeTicks(from, from + 300_000, 800, 'utc');
  expect(ticks.every((at) => at % 30_000 === 0 && at > from && at < from + 300_000)).toBe(true);
  expect(ticks.length).toBeGreaterThanOrEqual(8);
  expect(timeTicks(from, from + 300_000, 100, 'utc').length).toBeLessThanOrEqual(1);
});

test('labels say no more than needed', () => {
  const midnight = Date.UTC(2026, 0, 31);
  expect(tickLabel(midnight + 3_600_000, [midnight, midnight + 3_600_000], 'utc')).toBe('01:00');
  expect(tickLabel(midnight + 30_000, [midnight, midnight + 30_000], 'utc')).toBe('00:00:30');
  expect(tickLabel(midnight, [midnight, midnight + 3_600_000], 'utc')).toContain('31');
  expect(tickLabel(midnight + 3_600_000, [midnight + 3_600_000], 'utc')).toBe('01:00');
});

test('a line is solid where windows are final and dashed where they are open, and both parts join', () => {
  const open = { ...point(2_000, 6), final: false };
  const drawn = chartPoints([point(0, 4), point(1_000, 5), open], { fromMs: 0, toMs: 4_000, stepMs: 1_000 });
  const [final, dashed] = lineParts(drawn);
  expect(final.map(({ y }) => y)).toEqual([4, 5, NaN, NaN]);
  expect(dashed.map(({ y }) => y)).toEqual([NaN, 5, 6, NaN]);
});
