/** Value by window. Counts are whole numbers; sums are in units of 10^-4 (exact below 2^53). */
export type WindowValues = ReadonlyMap<string, number>;

export const windowKey = (metric: string, group: string, startMs: number): string =>
  `${metric}|${group}|${startMs}`;

/** What became of a comparison with the brute-force count. */
export interface Verdict {
  readonly right: boolean;
  /** How many windows the right answer has; every one was compared. */
  readonly compared: number;
  /** Windows with another value, missing ones, and ones that should not be there. */
  readonly wrong: number;
  readonly missing: number;
  readonly surplus: number;
  /** The first difference, in words. */
  readonly example: string | undefined;
}

/** Compares every window, exactly. */
export function compareWindows(expected: WindowValues, actual: WindowValues): Verdict {
  let wrong = 0;
  let missing = 0;
  let surplus = 0;
  let example: string | undefined;
  for (const [key, value] of expected) {
    const got = actual.get(key);
    if (got === value) continue;
    if (got === undefined) missing += 1;
    else wrong += 1;
    example ??= `${key}: ${got ?? 'missing'} instead of ${value}`;
  }
  for (const [key, value] of actual) {
    if (expected.has(key)) continue;
    surplus += 1;
    example ??= `${key}: ${value}, but there is no such window`;
  }
  const right = wrong + missing + surplus === 0;
  return { right, compared: expected.size, wrong, missing, surplus, example };
}
