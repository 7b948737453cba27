import type { Clickhouse } from '@weir/clickhouse';
import type { StreamDefinition } from '@weir/streams';
import { eventTable } from './metric-rows.ts';
import { offsetCount, type ReadRecordFree } from './record-free.ts';
import type { LogReport } from './report.ts';

interface Row {
  readonly part: number | string;
  readonly first: number | string;
  readonly last: number | string;
  readonly stored: number | string;
  readonly bad: number | string;
}

/** How much of each partition's log is stored as events, and how many offsets in it hold none. */
export async function readLogReport(
  clickhouse: Clickhouse,
  stream: StreamDefinition,
  recordFree?: ReadRecordFree,
): Promise<LogReport[]> {
  const rows = await clickhouse.query<Row>(
    `SELECT s.part AS part, s.first AS first, s.last AS last, s.stored AS stored, b.bad AS bad
FROM (
    SELECT _partition AS part, min(_offset) AS first, max(_offset) AS last, count() AS stored
    FROM ${eventTable(stream)} FINAL GROUP BY part) AS s
LEFT JOIN (
    SELECT toUInt64OrZero(_origin[1]) AS part, uniqExact(_origin[2]) AS bad
    FROM (
        SELECT extractGroups(origin, '-([0-9]+)-([0-9]+)$') AS _origin FROM rejected
        WHERE stream = {stream:String} AND reason = 'undecodable' AND startsWith(origin, concat({topic:String}, '-')))
    WHERE length(_origin) = 2
    GROUP BY part) AS b ON s.part = b.part
ORDER BY part`,
    { stream: stream.name, topic: stream.topic },
  );
  const reports: LogReport[] = [];
  for (const row of rows) {
    const [firstOffset, lastOffset, events] = [Number(row.first), Number(row.last), Number(row.stored)];
    const [partition, undecodable] = [Number(row.part), Number(row.bad)];
    const withoutEvent = lastOffset - firstOffset + 1 - events;
    // Only what is not accounted for is worth reading a log.
    const free =
      withoutEvent === undecodable
        ? []
        : await recordFree?.(stream.topic, partition, { first: firstOffset, last: lastOffset });
    const withoutRecord = free && offsetCount(free);
    reports.push({ partition, firstOffset, lastOffset, events, withoutEvent, undecodable, withoutRecord });
  }
  return reports;
}
