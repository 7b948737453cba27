import type { Notification } from './notification.ts';
import type { Sent } from './send-notification.ts';

/** A notification that is still to be delivered. */
export interface Owed {
  readonly notification: Notification;
  /** How often it was sent in vain. */
  readonly attempts: number;
  /** Not before this, epoch ms. */
  readonly notBeforeMs: number;
}

/** More than these wait for no webhook: the oldest is given up. */
export const mostOwed = 100;
/** With the pauses below: about a quarter of an hour. */
export const mostAttempts = 20;
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** Between two attempts: 1 s, 2 s, 4 s … a minute. */
export const pauseMs = (attempts: number): number =>
  Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, attempts - 1));

/** One more, at the end: messages go out in order, so that nobody hears of an end before its beginning. */
export const addOwed = (owed: readonly Owed[], notification: Notification): readonly Owed[] => [
  ...owed.slice(Math.max(0, owed.length + 1 - mostOwed)),
  { notification, attempts: 0, notBeforeMs: 0 },
];

/** What is still owed after an attempt at `first`; `givenUp` when that was the last one for it. */
export function afterAttempt(
  owed: readonly Owed[],
  first: Owed,
  sent: Sent,
  nowMs: number,
): { readonly owed: readonly Owed[]; readonly givenUp: boolean } {
  const attempts = first.attempts + 1;
  if (sent.ok || attempts >= mostAttempts)
    return { owed: owed.filter((one) => one !== first), givenUp: !sent.ok };
  const next = { ...first, attempts, notBeforeMs: nowMs + pauseMs(attempts) };
  return { owed: owed.map((one) => (one === first ? next : one)), givenUp: false };
}
