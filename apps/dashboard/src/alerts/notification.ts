/** What a webhook is sent, as JSON: once when an alert begins to fire, and once when it is over. */
export interface Notification {
  /** The same for both messages of one alert, and for a message that is sent again: `<rule> <since firing>`. */
  readonly id: string;
  readonly status: 'firing' | 'resolved';
  readonly rule: string;
  /** What the rule says. */
  readonly condition: string;
  /** What was found, in words. */
  readonly summary: string;
  /** The number that was compared, where there was one. */
  readonly value: string | null;
  /** ISO 8601 */
  readonly since: string;
  readonly at: string;
}
