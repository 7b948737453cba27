const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const niceSteps = [
  ...[1, 2, 3, 5, 6, 10, 15, 20, 30].map((n) => n * second),
  ...[1, 2, 3, 5, 6, 10, 15, 20, 30].map((n) => n * minute),
  ...[1, 2, 3, 4, 6, 8, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 28].map((n) => n * day),
];

/**
 * The shortest step (ms) for a range of `spanMs`, such that it is a whole multiple of the window, a step that people
 * know from clocks, and gives at most `points` points: a chart never draws more points than it has pixels.
 */
export function chooseStep(spanMs: number, windowMs: number, points: number): number {
  const shortest = Math.max(1, Math.ceil(spanMs / points / windowMs)) * windowMs;
  // A window of seven seconds fits no step of a clock but a week: better an odd step than a useless one.
  const nice = niceSteps.find((step) => step >= shortest && step % windowMs === 0);
  return shortest === windowMs || nice === undefined || nice > 3 * shortest ? shortest : nice;
}
