/** Counters that only grow, as they were at a moment. */
export interface Sample {
  readonly atMs: number;
  readonly accepted: number;
  readonly logEnd: number;
  readonly position: number;
}

const keptMs = 12_000;
const leastMs = 1_500;
let samples: readonly Sample[] = [];

/** Growth a second of a counter over the last ten seconds or so; undefined until there are two samples. */
export function rates(now: Sample): Partial<Record<'accepted' | 'logEnd' | 'position', number>> {
  const before = samples.find(({ atMs }) => now.atMs - atMs <= keptMs && now.atMs - atMs >= leastMs);
  samples = [...samples.filter(({ atMs }) => now.atMs - atMs <= keptMs), now];
  if (before === undefined) return {};
  const seconds = (now.atMs - before.atMs) / 1_000;
  const rate = (name: 'accepted' | 'logEnd' | 'position') => {
    const grown = now[name] - before[name];
    // After a restart a counter begins anew: say nothing then.
    return grown < 0 || Number.isNaN(grown) ? {} : { [name]: grown / seconds };
  };
  return { ...rate('accepted'), ...rate('logEnd'), ...rate('position') };
}
