import { askService, type ServiceAnswer } from './ask-service.ts';

/** What the aggregator tells of one partition at `/partitions`. */
export interface PartitionState {
  readonly stream: string;
  readonly position: number;
  readonly log_end: number;
  readonly lag_events: number;
  readonly lag_seconds: number;
  readonly fates: Readonly<Record<string, number>>;
  readonly runs: readonly { readonly run_id: string; readonly clock_ms: number }[];
}

/** What it answered; undefined when it did not. */
export const partitionsOf = (answer: ServiceAnswer | undefined): readonly PartitionState[] | undefined =>
  answer?.status === 200 ? (JSON.parse(answer.text) as PartitionState[]) : undefined;

/** How far (s of event time) the partition is behind that is furthest behind. */
export const lagSecondsOf = (partitions: readonly PartitionState[]): number =>
  Math.max(0, ...partitions.map(({ lag_seconds }) => lag_seconds));

/** How far (s of event time) the aggregator is behind; undefined when it does not answer or counts nothing now. */
export async function aggregatorLag(aggregatorUrl: string): Promise<number | undefined> {
  const [ready, answer] = await Promise.all([
    askService(`${aggregatorUrl}/readyz`),
    askService(`${aggregatorUrl}/partitions`),
  ]);
  const partitions = partitionsOf(answer);
  return ready?.status !== 200 || partitions === undefined ? undefined : lagSecondsOf(partitions);
}
