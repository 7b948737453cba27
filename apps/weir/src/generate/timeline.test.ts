import { createFixedTimeline, createLiveTimeline, createPacedTimeline } from './timeline.ts';

const takeDue = (timeline: { due(now: number): number; take(now: number): number }, now: number) =>
  Array.from({ length: timeline.due(now) }, () => timeline.take(now));

test('fixed: evenly spaced from the start, without waiting, without drift', () => {
  const timeline = createFixedTimeline({ startMs: 1_000, rate: 3 });
  expect([1, 2, 3, 4].map(() => timeline.take(0))).toEqual([1_000, 1_333, 1_666, 2_000]);
  expect(timeline.waitMs(0)).toBe(0);
  const dense = createFixedTimeline({ startMs: 0, rate: 7_000 });
  for (let event = 0; event < 7_000_00; event += 1) dense.take(0);
  expect(dense.take(0)).toBe(100_000);
});

test('live: now, always', () => {
  const timeline = createLiveTimeline();
  expect([5, 6].map((now) => timeline.take(now))).toEqual([5, 6]);
});

test('paced: an event when it is due, with the time at which it was due', () => {
  // 10 a second:   0 100 200 300
  //                |---|---|---|
  // asked at:      0      230
  const timeline = createPacedTimeline({ startMs: 0, rate: 10 });
  expect(takeDue(timeline, 0)).toEqual([0]);
  expect(timeline.waitMs(0)).toBe(100);
  expect(takeDue(timeline, 230)).toEqual([100, 200]);
  expect(takeDue(timeline, 230)).toEqual([]);
  expect(timeline.waitMs(230)).toBe(70);
});

test('paced: no event is ahead of the clock, and the rate is kept', () => {
  const timeline = createPacedTimeline({ startMs: 0, rate: 333 });
  let taken = 0;
  for (let now = 0; now < 10_000; now += 7) {
    for (const time of takeDue(timeline, now)) {
      expect(time).toBeLessThanOrEqual(now);
      taken += 1;
    }
  }
  expect(taken).toBeGreaterThan(3_320);
  expect(taken).toBeLessThanOrEqual(3_330);
});

test('paced: after a stall it goes on from now instead of catching up with old times', () => {
  const timeline = createPacedTimeline({ startMs: 0, rate: 100 });
  takeDue(timeline, 0);
  expect(takeDue(timeline, 30_000)).toEqual([30_000]);
  expect(timeline.waitMs(30_000)).toBe(10);
});

test('paced: a rate below one a second is no stall', () => {
  const timeline = createPacedTimeline({ startMs: 0, rate: 0.2 });
  expect(takeDue(timeline, 0)).toEqual([0]);
  expect(timeline.waitMs(1_000)).toBe(4_000);
  expect(takeDue(timeline, 5_001)).toEqual([5_000]);
});
