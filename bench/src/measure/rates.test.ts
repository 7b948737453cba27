import { coldLeg, startSeconds, warmLeg, type Sample } from './rates.ts';

const sample = (atMs: number, events: number, cpuSeconds: number): Sample => ({ atMs, events, cpuSeconds });

/** 2 s of starting up, then 100 events/s for 10 s and 200 events/s after; one processor fully used all the time. */
const samples = [
  sample(0, 0, 0),
  sample(2_000, 0, 2),
  sample(4_000, 200, 4),
  sample(12_000, 1_000, 12),
  sample(22_000, 3_000, 22),
];

test('the cold leg begins with the first progress, and its cost with the process', () => {
  expect(coldLeg(samples, 1_000)).toEqual({
    fromEvents: 200,
    toEvents: 1_000,
    eventsPerSecond: 100,
    cpuSecondsPerMillion: 12_000,
  });
});

test('a leg that ends between two looks is interpolated', () => {
  expect(coldLeg(samples, 600)).toMatchObject({
    eventsPerSecond: 100,
    cpuSecondsPerMillion: (8 / 600) * 1e6,
  });
  expect(warmLeg(samples, 2_000, 3_000)).toEqual({
    fromEvents: 2_000,
    toEvents: 3_000,
    eventsPerSecond: 200,
    cpuSecondsPerMillion: 5_000,
  });
});

test('everything in one step is measured from the last look at nothing', () => {
  const step = [sample(0, 0, 0), sample(1_000, 0, 1), sample(2_000, 500, 2)];
  expect(coldLeg(step, 500)).toMatchObject({ fromEvents: 0, eventsPerSecond: 500 });
});

test('what was not reached is not measured', () => {
  expect(coldLeg(samples, 5_000)).toBeUndefined();
  expect(warmLeg(samples, 1_000, 5_000)).toBeUndefined();
  expect(startSeconds([sample(0, 0, 0)])).toBeUndefined();
});

test('the start lasts until the first progress', () => {
  expect(startSeconds(samples)).toBe(4);
});
