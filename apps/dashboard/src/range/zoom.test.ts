import type { TimeRange } from './time-range.ts';
import { stretchBeside, zoomIn, zoomOut } from './zoom.ts';

const fixed = (fromMs: number, toMs: number): TimeRange => ({ kind: 'fixed', fromMs, toMs });
const live: TimeRange = { kind: 'moving', name: 'live', spanMs: 300_000 };

test('zooming in halves a stretch around a moment, and ends at two seconds', () => {
  expect(zoomIn(0, 100_000, 60_000)).toEqual(fixed(35_000, 85_000));
  expect(zoomIn(0, 4_000, 2_000)).toEqual(fixed(1_000, 3_000));
  expect(zoomIn(0, 3_000, 1_000)).toBeUndefined();
});

test('zooming out doubles a stretch, not into the future, and takes the next longer of the moving ones', () => {
  expect(zoomOut(fixed(1_000_000, 1_100_000), 9_000_000)).toEqual(fixed(950_000, 1_150_000));
  expect(zoomOut(fixed(1_000_000, 1_100_000), 1_120_000)).toEqual(fixed(920_000, 1_120_000));
  expect(zoomOut(fixed(1_000_000, 1_100_000), 1_050_000)).toEqual(fixed(900_000, 1_100_000));
  expect(zoomOut(live, 0)).toMatchObject({ name: '15m' });
  expect(zoomOut({ kind: 'moving', name: '7d', spanMs: 604_800_000 }, 0)).toBeUndefined();
  expect(zoomOut(fixed(0, 300 * 86_400_000), 1e15)).toBeUndefined();
});

test('the stretch beside is as long, and there is none in the future', () => {
  expect(stretchBeside(fixed(100, 200), -1, 1_000)).toEqual(fixed(0, 100));
  expect(stretchBeside(fixed(100, 200), 1, 1_000)).toEqual(fixed(200, 300));
  expect(stretchBeside(fixed(100, 200), 1, 200)).toBeUndefined();
  expect(stretchBeside(live, -1, 1_000_000)).toEqual(fixed(400_000, 700_000));
  expect(stretchBeside(live, 1, 1_000_000)).toBeUndefined();
});
