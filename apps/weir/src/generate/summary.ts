import type { StreamDefinition } from '@weir/streams';
import { formatCount, formatSeconds } from '../format.ts';
import type { Tally } from './tally.ts';

/** What `generate` prints with `--json`. */
export interface GenerateSummary {
  readonly stream: string;
  /** Whether the stream's events have ids, so that one that comes twice counts once. */
  readonly has_id: boolean;
  readonly run_id?: string;
  /** The file that took the events instead of the gateway. */
  readonly written_to?: string;
  readonly accepted: number;
  readonly rejected: number;
  /** Events whose request was never answered: perhaps stored, perhaps not. */
  readonly unacknowledged: number;
  readonly seconds: number;
  readonly events_per_second: number;
  readonly first_time: string | null;
  readonly last_time: string | null;
  /** What the accepted events add to a metric, where that is known beforehand, as exact text. */
  readonly expected: Readonly<Record<string, string>>;
  readonly retries: number;
  /** Events that were sent again though they may have been stored already. */
  readonly repeated: number;
  /** Events that were accepted with a remark (counted in no window, say). */
  readonly warned: number;
  readonly remarks: readonly string[];
  /** Why it ended before its count, if it did. */
  readonly stopped: string | null;
}

export interface SummaryInput {
  readonly stream: StreamDefinition;
  readonly runId: string | undefined;
  readonly tally: Tally;
  readonly seconds: number;
  readonly expectedMetric: string | undefined;
  readonly writtenTo: string | undefined;
  readonly stopped: string | undefined;
}

const timeOf = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());

export function summaryOf({
  stream,
  runId,
  tally,
  seconds,
  expectedMetric,
  writtenTo,
  stopped,
}: SummaryInput): GenerateSummary {
  return {
    stream: stream.name,
    has_id: stream.id !== undefined,
    ...(runId === undefined ? {} : { run_id: runId }),
    ...(writtenTo === undefined ? {} : { written_to: writtenTo }),
    accepted: tally.accepted,
    rejected: tally.rejected,
    unacknowledged: tally.unacknowledged,
    seconds: Math.round(seconds * 1_000) / 1_000,
    events_per_second: Math.round(tally.accepted / Math.max(seconds, 0.001)),
    first_time: timeOf(tally.earliestMs),
    last_time: timeOf(tally.latestMs),
    expected: expectedMetric === undefined ? {} : { [expectedMetric]: `${tally.worth}.00` },
    retries: tally.retries,
    repeated: tally.repeated,
    warned: tally.warned,
    remarks: [...tally.remarks],
    stopped: stopped ?? null,
  };
}

/** What sending again means for the counts. */
export const repeatedText = (events: number, hasId: boolean): string =>
  `${formatCount(events)} events were sent again after an unclear answer: ` +
  (hasId ? 'their ids make each count once' : 'without ids, some may be stored twice');

export function summaryText(summary: GenerateSummary): string {
  const { stream, run_id, written_to, accepted, rejected, unacknowledged, seconds } = summary;
  const what =
    written_to === undefined
      ? `${formatCount(accepted)} accepted, ${formatCount(rejected)} rejected`
      : `${formatCount(accepted)} written to ${written_to === '-' ? 'stdout' : written_to}`;
  const speed = `${formatSeconds(seconds)} (${formatCount(summary.events_per_second)}/s)`;
  const lines = [`${stream}: ${what} in ${speed}${run_id === undefined ? '' : `, run ${run_id}`}`];
  if (summary.first_time !== null) lines.push(`event times ${summary.first_time} to ${summary.last_time}`);
  for (const [metric, sum] of Object.entries(summary.expected)) {
    lines.push(`expected ${metric}: ${sum.replace(/\B(?=(\d{3})+\.)/g, ',')}`);
  }
  if (summary.retries > 0) lines.push(`${formatCount(summary.retries)} requests had to be sent again`);
  if (unacknowledged > 0) {
    lines.push(
      `${formatCount(unacknowledged)} events were sent but never acknowledged: perhaps stored, perhaps not`,
    );
  }
  if (summary.repeated > 0) lines.push(repeatedText(summary.repeated, summary.has_id));
  if (summary.warned > 0) lines.push(`${formatCount(summary.warned)} events were accepted with a warning`);
  for (const text of summary.remarks) lines.push(`  ${text}`);
  if (summary.stopped !== null) lines.push(`stopped early: ${summary.stopped}`);
  return lines.join('\n');
}
