/** How fast something goes, per second: lately, not since the start. The clock is an argument. */
export interface RateMeter {
  /** `done` in all, at `nowMs`. */
  measure(done: number, nowMs: number): number;
}

const settleMs = 1_000;

/** In the first second the mean since the start; then each second counts as much as all before it. */
export function createRateMeter(startMs: number): RateMeter {
  let rate = 0;
  let last = { atMs: startMs, done: 0 };
  let isSettled = false;
  return {
    measure(done, nowMs) {
      const current = ((done - last.done) * 1_000) / Math.max(1, nowMs - last.atMs);
      if (nowMs - last.atMs >= settleMs) {
        rate = isSettled ? (rate + current) / 2 : current;
        isSettled = true;
        last = { atMs: nowMs, done };
      }
      return isSettled ? rate : current;
    },
  };
}
