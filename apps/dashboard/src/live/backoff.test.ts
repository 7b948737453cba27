import { backoffMs } from './backoff.ts';

test('pauses double from half a second to fifteen, and are never the same for all', () => {
  expect([1, 2, 3, 10].map((attempt) => backoffMs(attempt, () => 1))).toEqual([500, 1_000, 2_000, 15_000]);
  expect([1, 2, 3, 10].map((attempt) => backoffMs(attempt, () => 0))).toEqual([250, 500, 1_000, 7_500]);
});
