import type { Random } from './random.ts';

export interface ShuffleOptions {
  readonly random: Random;
  /** Events are displaced by less than this. */
  readonly maxMs: number;
  /** Live times are moved into the past (nothing may be ahead of the clock), fixed ones into the future. */
  readonly towards: 'past' | 'future';
}

/**
 * Disorder by moving each event's time instead of its place: the sequence (and so the rotation of users) stays, no
 * event has to be held back, and an event is never overtaken by one that is `maxMs` or more later than it.
 */
export function createShuffle({ random, maxMs, towards }: ShuffleOptions): (timeMs: number) => number {
  if (maxMs <= 0) return (timeMs) => timeMs;
  const sign = towards === 'past' ? -1 : 1;
  return (timeMs) => timeMs + sign * random.below(maxMs);
}
