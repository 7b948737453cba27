/** Times in [fromMs, toMs). */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The steps that begin at `starts`, neighbours joined to stretches; over `most` of them, those with the smallest gaps
 * between them are joined too, so that a stretch may hold steps that were not named.
 */
export function stretchesOf(starts: readonly number[], stepMs: number, most: number): readonly Stretch[] {
  const sorted = [...starts].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((start, n) => start - (sorted[n] ?? start) - stepMs);
  const widest = gaps.filter((gap) => gap > 0).sort((a, b) => b - a);
  // Gaps up to this one are bridged.
  const bridged = widest[most - 1] ?? 0;
  const stretches: { fromMs: number; toMs: number }[] = [];
  sorted.forEach((start, n) => {
    const last = stretches.at(-1);
    if (last !== undefined && (gaps[n - 1] ?? Infinity) <= bridged) last.toMs = start + stepMs;
    else stretches.push({ fromMs: start, toMs: start + stepMs });
  });
  return stretches;
}
