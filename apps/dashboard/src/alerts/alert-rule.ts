interface RuleBase {
  /** Names it in the list of alerts, in messages and in the state file. */
  readonly name: string;
  /** How long (ms) the condition must hold before the alert fires. */
  readonly forMs: number;
}

/** The newest final window of a metric (of one group, where it has groups) is above or below a number. */
export interface ThresholdRule extends RuleBase {
  readonly kind: 'threshold';
  readonly stream: string;
  readonly metric: string;
  /** `''` for a metric without groups. */
  readonly group: string;
  readonly windowMs: number;
  readonly side: 'above' | 'below';
  /** Decimal text with at most four decimals: values are compared exactly. */
  readonly limit: string;
}

/** No event of live traffic was counted for longer than this (ms). */
export interface AbsenceRule extends RuleBase {
  readonly kind: 'absence';
  readonly stream: string;
  readonly afterMs: number;
}

/** The aggregator is further behind than this (ms of event time), or does not answer. */
export interface LagRule extends RuleBase {
  readonly kind: 'lag';
  readonly aboveMs: number;
}

export type AlertRule = ThresholdRule | AbsenceRule | LagRule;

const seconds = (ms: number) => `${ms / 1_000} s`;

/** The rule as a sentence. */
export function ruleWords(rule: AlertRule): string {
  const held = rule.forMs === 0 ? '' : ` for ${seconds(rule.forMs)}`;
  switch (rule.kind) {
    case 'threshold':
      return `${rule.stream}.${rule.metric}${rule.group === '' ? '' : ` of ${rule.group}`} ${rule.side} ${rule.limit}${held}`;
    case 'absence':
      return `no event of ${rule.stream} for ${seconds(rule.afterMs)}${rule.forMs === 0 ? '' : `, and that${held}`}`;
    case 'lag':
      return `aggregator more than ${seconds(rule.aboveMs)} behind${held}`;
  }
}
