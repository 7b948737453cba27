import { stretchesOf } from './stretches.ts';

test('neighbouring steps are one stretch, in whatever order they are named', () => {
  expect(stretchesOf([30, 10, 20, 60], 10, 9)).toEqual([
    { fromMs: 10, toMs: 40 },
    { fromMs: 60, toMs: 70 },
  ]);
});

test('no steps, no stretches', () => {
  expect(stretchesOf([], 10, 9)).toEqual([]);
});

test('of too many the nearest are joined, over the steps between them', () => {
  // Gaps of 10, 30 and 20.
  expect(stretchesOf([0, 20, 60, 90], 10, 3)).toEqual([
    { fromMs: 0, toMs: 30 },
    { fromMs: 60, toMs: 70 },
    { fromMs: 90, toMs: 100 },
  ]);
  expect(stretchesOf([0, 20, 60, 90], 10, 1)).toEqual([{ fromMs: 0, toMs: 100 }]);
});

test('gaps of one width are joined all or none, never more stretches than allowed', () => {
  const starts = Array.from({ length: 50 }, (_, n) => n * 30);
  expect(stretchesOf(starts, 10, 16)).toEqual([{ fromMs: 0, toMs: 49 * 30 + 10 }]);
});
