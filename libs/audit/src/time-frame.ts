import type { Clickhouse } from '@weir/clickhouse';
import type { StreamDefinition } from '@weir/streams';
import { aheadSql, appendedSql, betweenSql, eventTable, timeSql } from './metric-rows.ts';

export const hourMs = 3_600_000;
/** The end of all times that ClickHouse's DateTime64 holds. */
export const endOfTimeMs = Date.UTC(2299, 11, 31);

/** What is stored of one hour of event time, of one run and partition. */
export interface FrameHour {
  readonly runId: string;
  readonly partition: number;
  /** Hours since the epoch. */
  readonly hour: number;
  readonly rows: number;
  /** The smallest offset of an event that moves the clock; undefined when all are ahead. */
  readonly firstOffset: number | undefined;
  readonly appendedFromMs: number;
  readonly appendedToMs: number;
}

/** What there is to audit, hour by hour: enough to cut it into slices and to know what comes after each. */
export interface TimeFrame {
  readonly hours: readonly FrameHour[];
  /** Windows that start in [fromMs, toMs) are audited. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Range {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly run?: string | undefined;
}

interface HourRow {
  readonly run_id: string;
  readonly part: number | string;
  readonly hour: number | string;
  readonly stored: number | string;
  readonly clocks: number | string;
  readonly first: number | string;
  readonly appended_from: number | string;
  readonly appended_to: number | string;
}

const hoursSql = (stream: StreamDefinition, run: string): string => {
  const ahead = aheadSql(timeSql(stream), appendedSql);
  return `SELECT run_id, _partition AS part, least(intDiv(${timeSql(stream)}, ${hourMs}), {last_hour:Int64}) AS hour,
    count() AS stored, countIf(NOT (${ahead})) AS clocks, minIf(_offset, NOT (${ahead})) AS first,
    min(${appendedSql}) AS appended_from, max(${appendedSql}) AS appended_to
FROM ${eventTable(stream)}
WHERE ${betweenSql(stream, '{from:Int64}', `{end:Int64}`)}${run}
GROUP BY run_id, _partition, hour
ORDER BY hour`;
};

const spanSql = (
  run: string,
): string => `SELECT count() AS n, min(toUnixTimestamp64Milli(window_start)) AS first,
    max(toUnixTimestamp64Milli(window_start)) AS last
FROM windows
WHERE stream = {stream:String} AND window_start >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND window_start < fromUnixTimestamp64Milli({to:Int64}, 'UTC')${run}`;

/**
 * Reads the frame of a range; undefined when neither events nor windows are in it. Hours after the range are put into
 * one: it is only needed to know when the last windows closed.
 */
export async function readTimeFrame(
  clickhouse: Clickhouse,
  stream: StreamDefinition,
  { fromMs = 0, toMs = endOfTimeMs, run }: Range,
): Promise<TimeFrame | undefined> {
  const runSql = run === undefined ? '' : ' AND run_id = {run:String}';
  const longestMs = Math.max(...stream.metrics.map(({ windowMs }) => windowMs));
  const lastHour = Math.ceil((toMs + longestMs + stream.graceMs) / hourMs);
  const parameters = {
    stream: stream.name,
    max_ahead: stream.maxAheadMs,
    from: fromMs,
    to: toMs,
    end: endOfTimeMs,
    last_hour: lastHour,
    ...(run === undefined ? {} : { run }),
  };
  const rows = await clickhouse.query<HourRow>(hoursSql(stream, runSql), parameters);
  const hours = rows.map((row) => ({
    runId: row.run_id,
    partition: Number(row.part),
    hour: Number(row.hour),
    rows: Number(row.stored),
    firstOffset: Number(row.clocks) > 0 ? Number(row.first) : undefined,
    appendedFromMs: Number(row.appended_from),
    appendedToMs: Number(row.appended_to),
  }));
  const [span] = await clickhouse.query<Record<'n' | 'first' | 'last', number | string>>(
    spanSql(runSql),
    parameters,
  );
  const within = hours.filter(({ hour }) => hour * hourMs < toMs).map(({ hour }) => hour);
  const starts = within.map((hour) => hour * hourMs);
  if (Number(span?.n ?? 0) > 0) starts.push(Number(span?.first), Number(span?.last));
  if (starts.length === 0) return undefined;
  const first = starts.reduce((least, ms) => Math.min(least, ms), Infinity);
  const last = starts.reduce((most, ms) => Math.max(most, ms), -Infinity);
  return {
    hours,
    // A window that holds the first event may begin before it.
    fromMs: Math.max(fromMs, first - longestMs),
    toMs: Math.min(toMs, last + hourMs),
  };
}
