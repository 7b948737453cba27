import type { EventError } from '@weir/gateway-client';
import type { Batch } from './batch-source.ts';

/** What the gateway has acknowledged so far, and what it has not. */
export interface Tally {
  accepted: number;
  rejected: number;
  /** Events of batches that were never answered: perhaps stored, perhaps not. */
  unacknowledged: number;
  /** Requests that were sent again. */
  retries: number;
  /** Events that were sent again though they may have been stored already. */
  repeated: number;
  /** Events that were accepted with a remark (counted in no window, say). */
  warned: number;
  /** A few of the remarks and refusals, for the reader. */
  readonly remarks: Set<string>;
  earliestMs: number | undefined;
  latestMs: number | undefined;
  /** Sum of what the accepted events are worth, in whole units; 0 for streams without such a sum. */
  worth: number;
}

export const createTally = (): Tally => ({
  accepted: 0,
  rejected: 0,
  unacknowledged: 0,
  retries: 0,
  repeated: 0,
  warned: 0,
  remarks: new Set(),
  earliestMs: undefined,
  latestMs: undefined,
  worth: 0,
});

const mostRemarks = 5;

export function remark(tally: Tally, text: string): void {
  if (tally.remarks.size < mostRemarks) tally.remarks.add(text);
}

export interface Acknowledged {
  readonly accepted: number;
  readonly rejected: number;
  readonly errors: readonly EventError[];
  readonly warned: number;
  readonly warnings: readonly string[];
}

/**
 * Adds an answered batch. `worthOf` is what the event with an index (in the whole sequence) is worth; `onAccepted` is
 * told every line that was accepted.
 */
export function addAcknowledged(
  tally: Tally,
  batch: Batch,
  answer: Acknowledged,
  worthOf: (index: number) => number = () => 0,
  onAccepted?: (line: string) => void,
): void {
  tally.accepted += answer.accepted;
  tally.rejected += answer.rejected;
  tally.warned += answer.warned;
  for (const { path, message } of answer.errors) remark(tally, `${path || 'event'}: ${message}`);
  for (const warning of answer.warnings) remark(tally, warning);
  if (answer.accepted === 0) return;
  tally.earliestMs = Math.min(tally.earliestMs ?? Infinity, batch.earliestMs);
  tally.latestMs = Math.max(tally.latestMs ?? -Infinity, batch.latestMs);
  const refused = new Set(answer.errors.map(({ index }) => index));
  for (let index = 0; index < batch.count; index += 1) {
    if (!refused.has(index)) tally.worth += worthOf(batch.first + index);
  }
  if (onAccepted === undefined) return;
  for (const [index, line] of batch.ndjson.trimEnd().split('\n').entries()) {
    if (!refused.has(index)) onAccepted(line);
  }
}
