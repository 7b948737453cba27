import { halvesOf, planRanges, sliceOf } from './plan-slices.ts';
import { hourMs, type FrameHour, type TimeFrame } from './time-frame.ts';

const at = (hour: number, rows: number, rest: Partial<FrameHour> = {}): FrameHour => ({
  runId: '',
  partition: 0,
  hour,
  rows,
  firstOffset: hour * 100,
  appendedFromMs: hour * hourMs + 1,
  appendedToMs: hour * hourMs + 2,
  ...rest,
});

const frame = (hours: FrameHour[], fromHour: number, toHour: number): TimeFrame => ({
  hours,
  fromMs: fromHour * hourMs,
  toMs: toHour * hourMs,
});

const inHours = (ranges: readonly { fromMs: number; toMs: number }[]) =>
  ranges.map(({ fromMs, toMs }) => [fromMs / hourMs, toMs / hourMs]);

test('light hours go together, and nothing between them is left out', () => {
  const ranges = planRanges(frame([at(10, 40), at(11, 40), at(20, 40)], 9, 30), 100);
  expect(inHours(ranges)).toEqual([
    [9, 20],
    [20, 30],
  ]);
  expect(ranges.map(({ rows }) => rows)).toEqual([80, 40]);
});

test('an hour with more than one slice may hold is cut evenly', () => {
  const ranges = planRanges(frame([at(10, 250)], 10, 11), 100);
  expect(inHours(ranges).map(([from]) => from?.toFixed(2))).toEqual(['10.00', '10.33', '10.67']);
  expect(ranges.at(-1)?.toMs).toBe(11 * hourMs);
});

test('partitions and runs of an hour are one', () => {
  const hours = [at(10, 60), at(10, 60, { partition: 1 }), at(10, 60, { runId: 'r' })];
  expect(planRanges(frame(hours, 10, 11), 100)).toHaveLength(2);
});

test('ranges without any event are still covered: windows may have been published there', () => {
  expect(inHours(planRanges(frame([], 3, 5), 100))).toEqual([[3, 5]]);
});

test('a window belongs to the slice in which it starts, to one slice only', () => {
  const cut = [
    { fromMs: 10 * hourMs, toMs: 10 * hourMs + 100_000 },
    { fromMs: 10 * hourMs + 100_000, toMs: 11 * hourMs },
  ] as const;
  const [first, second] = cut.map((range) =>
    sliceOf(frame([at(10, 1)], 10, 11), { graceMs: 0 }, { windowMs: 60_000 }, range),
  );
  expect(first?.toMs).toBe(10 * hourMs + 120_000);
  expect(second?.fromMs).toBe(first?.toMs);
  expect(
    sliceOf(
      frame([], 10, 11),
      { graceMs: 0 },
      { windowMs: 7_200_000 },
      { fromMs: 11 * hourMs, toMs: 11 * hourMs + 1 },
    ),
  ).toBeUndefined();
});

test('what closes the last windows comes from the hours after the horizon, for runs and partitions that matter', () => {
  const hours = [
    at(10, 5),
    at(10, 5, { partition: 1 }),
    at(12, 5, { firstOffset: 700 }),
    at(13, 5, { firstOffset: 650 }),
    at(13, 5, { partition: 1, firstOffset: undefined }),
    at(13, 5, { partition: 2 }),
  ];
  const slice = sliceOf(
    frame(hours, 10, 14),
    { graceMs: 10_000 },
    { windowMs: 1_000 },
    { fromMs: 10 * hourMs, toMs: 11 * hourMs },
  );
  expect(slice).toMatchObject({
    horizonMs: 12 * hourMs,
    carry: [{ runId: '', partition: 0, offset: 650 }],
    appendedFromMs: 10 * hourMs + 1,
    appendedToMs: 10 * hourMs + 2,
  });
});

test('a slice is halved down to one window', () => {
  expect(halvesOf({ fromMs: 0, toMs: 9_000 }, { windowMs: 3_000 })).toEqual([
    { fromMs: 0, toMs: 6_000 },
    { fromMs: 6_000, toMs: 9_000 },
  ]);
  expect(halvesOf({ fromMs: 6_000, toMs: 9_000 }, { windowMs: 3_000 })).toBeUndefined();
});
