import type { Leg, Sample } from '../measure/rates.ts';
import type { Verdict } from '../measure/window-values.ts';

/** What a contestant's run came to. */
export interface Measured {
  readonly state: 'measured';
  readonly startSeconds: number | undefined;
  readonly cold: Leg | undefined;
  readonly warm: Leg | undefined;
  readonly peakBytes: number;
  readonly endBytes: number;
  readonly verdict: Verdict;
  /** The looks at it, one a second. */
  readonly samples: readonly Sample[];
}

/** `not available`: this machine lacks something that it needs. `failed`: it was started and did not finish. */
export interface NotMeasured {
  readonly state: 'not available' | 'failed';
  readonly reason: string;
}

export type Outcome = Measured | NotMeasured;

export interface Row {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly outcome: Outcome;
}
