import type { Clickhouse } from '@weir/clickhouse';
import type { StreamDefinition } from '@weir/streams';
import { betweenSql, eventTable } from './metric-rows.ts';
import { offsetCount, without, type ReadRecordFree } from './record-free.ts';
import { hourMs } from './time-frame.ts';

/** A stretch of one partition's log, both ends included, and about when (event time) it was written. */
export interface LogStretch {
  readonly partition: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Offsets of a stretch that no stored event has, smallest first, at most `limit`: duplicates (their first copy is
 * stored), records that are no events, or rows that are gone; and, where `recordFree` cannot tell, transactions' marks. Looks at events within an hour around the stretch's event
 * time, so an event that was hours late or ahead may be among them without being missing.
 */
export async function readMissingOffsets(
  clickhouse: Clickhouse,
  stream: StreamDefinition,
  { partition, firstOffset, lastOffset, fromMs, toMs }: LogStretch,
  limit: number,
  recordFree?: ReadRecordFree,
): Promise<{ readonly count: number; readonly offsets: readonly number[] }> {
  const rows = await clickhouse.query<{ gap_from: number | string; gap_to: number | string }>(
    `SELECT _before + 1 AS gap_from, _offset - 1 AS gap_to
FROM (
    SELECT _offset, lagInFrame(_offset) OVER (ORDER BY _offset ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS _before,
        row_number() OVER (ORDER BY _offset) AS _place
    FROM (
        SELECT DISTINCT toInt64(_offset) AS _offset FROM ${eventTable(stream)}
        WHERE _partition = {partition:UInt64} AND _offset BETWEEN {first:UInt64} AND {last:UInt64}
            AND ${betweenSql(stream, '{from:Int64}', '{to:Int64}')}
        UNION DISTINCT SELECT arrayJoin([toInt64({first:UInt64}) - 1, toInt64({last:UInt64}) + 1]) AS _offset))
WHERE _place > 1 AND _offset > _before + 1
ORDER BY gap_from
LIMIT 100000`,
    {
      partition,
      first: firstOffset,
      last: lastOffset,
      from: Math.max(0, fromMs - hourMs),
      to: toMs + hourMs,
    },
  );
  const gaps = rows.map((row) => ({ first: Number(row.gap_from), last: Number(row.gap_to) }));
  const [first, last] = [gaps[0]?.first, gaps.at(-1)?.last];
  const free =
    first === undefined || last === undefined
      ? undefined
      : await recordFree?.(stream.topic, partition, { first, last });
  const missing = without(gaps, free ?? []);
  const offsets: number[] = [];
  for (const { first: from, last: to } of missing) {
    for (let offset = from; offset <= to && offsets.length < limit; offset += 1) offsets.push(offset);
  }
  return { count: offsetCount(missing), offsets };
}
