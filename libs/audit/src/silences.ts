import type { Clickhouse } from '@weir/clickhouse';
import type { StreamDefinition } from '@weir/streams';
import { aheadSql, appendedSql, eventTable, timeSql } from './metric-rows.ts';
import type { Silence } from './slice.ts';

/** The silences of a slice as a table of (run_id, _partition, _from, _end), ready for an ASOF join. */
export const silenceStepsSql = `SELECT _step.1 AS run_id, _step.2 AS _partition, _step.3 AS _from, _step.4 AS _end
FROM (SELECT arrayJoin(arrayZip({silent_runs:Array(String)}, {silent_partitions:Array(UInt64)},
    {silent_offsets:Array(UInt64)}, {silent_ends:Array(Int64)})) AS _step)`;

/**
 * Rule 5, the one place where wall time decides: after `closeAfterMs` without events, or once the run is finished,
 * windows are closed before their time. No events between two arrivals of `closeAfterMs` or more means that they lie in
 * different buckets of that size, so buckets are enough to look at. (run_id, _partition, first offset after, clock before)
 */
export function silencesSql(stream: StreamDefinition, run: string | undefined): string {
  const time = timeSql(stream);
  const clock = `maxIf(${time}, NOT (${aheadSql(time, appendedSql)}))`;
  const where = run === undefined ? '' : '\n        WHERE run_id = {run:String}';
  return `SELECT run_id, _partition, _offset_after, _clock_before
FROM (
    SELECT run_id, _partition, _first AS _offset_after, _from, _to,
        max(_clock) OVER before AS _clock_before, max(_to) OVER before AS _to_before
    FROM (
        SELECT run_id, _partition, intDiv(${appendedSql}, {close_after:Int64}) AS _bucket,
            min(${appendedSql}) AS _from, max(${appendedSql}) AS _to, min(_offset) AS _first, ${clock} AS _clock
        FROM ${eventTable(stream)}${where}
        GROUP BY run_id, _partition, _bucket)
    WINDOW before AS (PARTITION BY run_id, _partition ORDER BY _bucket ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
WHERE _to_before > 0 AND _from - _to_before >= {close_after:Int64}
UNION ALL
SELECT e.run_id, e._partition, minIf(e._offset, e._appended_at >= f.at) AS _offset_after,
    maxIf(${time}, e._appended_at < f.at AND NOT (${aheadSql(time, appendedSql)})) AS _clock_before
FROM ${eventTable(stream)} AS e
INNER JOIN (
    SELECT run_id, assumeNotNull(max(finished_at)) AS at FROM runs
    WHERE stream = {stream:String} AND isNotNull(finished_at) GROUP BY run_id) AS f ON e.run_id = f.run_id${where}
GROUP BY e.run_id, e._partition
HAVING countIf(e._appended_at >= f.at) > 0`;
}

interface Row {
  readonly run_id: string;
  readonly _partition: string | number;
  readonly _offset_after: string | number;
  readonly _clock_before: string | number;
}

/** Every silence (and run's end) after which a window may have been closed before its clock reached its end + grace. */
export async function readSilences(
  clickhouse: Clickhouse,
  stream: StreamDefinition,
  run: string | undefined,
): Promise<Silence[]> {
  const rows = await clickhouse.query<Row>(silencesSql(stream, run), {
    stream: stream.name,
    max_ahead: stream.maxAheadMs,
    close_after: stream.closeAfterMs,
    ...(run === undefined ? {} : { run }),
  });
  // The last window that was open then, of any metric: closing moves the clock to where all of them are due.
  const endOf = (clockMs: number) =>
    Math.max(...stream.metrics.map(({ windowMs }) => clockMs - (clockMs % windowMs) + windowMs));
  return rows.map((row) => ({
    runId: row.run_id,
    partition: Number(row._partition),
    offset: Number(row._offset_after),
    endMs: endOf(Number(row._clock_before)),
  }));
}
