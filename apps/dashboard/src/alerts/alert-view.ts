import type { AlertState } from './advance-alert.ts';

/** One alert as pages show it. */
export interface ShownAlert {
  readonly name: string;
  readonly kind: 'threshold' | 'absence' | 'lag';
  /** The rule as a sentence. */
  readonly condition: string;
  readonly state: AlertState['state'];
  readonly sinceMs: number;
  /** What was found last, in words; absent before the first look. */
  readonly summary?: string;
  readonly value?: string | null;
  /** Why the newest look failed; the state is that of the last one that succeeded. */
  readonly problem?: string;
}

/** The answer of `GET /api/alerts`. */
export interface AlertsView {
  /** False: no rules are configured. */
  readonly configured: boolean;
  readonly alerts: readonly ShownAlert[];
  readonly webhook: {
    readonly configured: boolean;
    /** Messages that wait to be delivered. */
    readonly owed: number;
    /** Why the newest attempt failed. */
    readonly problem?: string;
  };
}

export const noAlerts: AlertsView = {
  configured: false,
  alerts: [],
  webhook: { configured: false, owed: 0 },
};
