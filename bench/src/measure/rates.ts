/** How far a contestant was at one moment, as seen from outside. */
export interface Sample {
  /** Milliseconds since its process was started. */
  readonly atMs: number;
  /** Events whose results are published and whose position is committed. */
  readonly events: number;
  /** Processor time (user + system) that its processes have used since they were started. */
  readonly cpuSeconds: number;
}

/** Speed and cost between two amounts of progress. */
export interface Leg {
  readonly fromEvents: number;
  readonly toEvents: number;
  readonly eventsPerSecond: number;
  readonly cpuSecondsPerMillion: number;
}

/** Where a leg ends lies between two samples: both values are interpolated. */
function at(samples: readonly Sample[], events: number): Sample | undefined {
  const index = samples.findIndex((sample) => sample.events >= events);
  const after = samples[index];
  if (after === undefined) return undefined;
  const before = samples[index - 1];
  if (before === undefined || after.events === events) return { ...after, events };
  const share = (events - before.events) / (after.events - before.events);
  return {
    events,
    atMs: before.atMs + share * (after.atMs - before.atMs),
    cpuSeconds: before.cpuSeconds + share * (after.cpuSeconds - before.cpuSeconds),
  };
}

const legBetween = (from: Sample, to: Sample, cpuSeconds: number, cpuEvents: number): Leg => ({
  fromEvents: from.events,
  toEvents: to.events,
  eventsPerSecond: ((to.events - from.events) / (to.atMs - from.atMs)) * 1_000,
  cpuSecondsPerMillion: (cpuSeconds / cpuEvents) * 1e6,
});

/**
 * The cold leg: from the first progress that was seen to the first `events`, so that neither the start of a process nor
 * how seldom it commits counts against it. Its processor time is all since the start of the process.
 */
export function coldLeg(samples: readonly Sample[], events: number): Leg | undefined {
  const end = at(samples, events);
  if (end === undefined) return undefined;
  const first = samples.find((sample) => sample.events > 0);
  // Everything in one step: all there is to go by is the last look at nothing.
  const from =
    first !== undefined && first.events < events
      ? first
      : samples.findLast((sample) => sample.events === 0 && sample.atMs < end.atMs);
  return from === undefined ? undefined : legBetween(from, end, end.cpuSeconds, events);
}

/** The warm leg: between two amounts of progress well after the start. */
export function warmLeg(samples: readonly Sample[], from: number, to: number): Leg | undefined {
  const start = at(samples, from);
  const end = at(samples, to);
  if (start === undefined || end === undefined || end.atMs <= start.atMs) return undefined;
  return legBetween(start, end, end.cpuSeconds - start.cpuSeconds, to - from);
}

/** Seconds from the start of the process to the first progress. */
export const startSeconds = (samples: readonly Sample[]): number | undefined => {
  const first = samples.find((sample) => sample.events > 0);
  return first === undefined ? undefined : first.atMs / 1_000;
};
