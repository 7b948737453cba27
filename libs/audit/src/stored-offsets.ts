import type { Clickhouse } from '@weir/clickhouse';
import type { StreamDefinition } from '@weir/streams';
import { betweenSql, eventTable } from './metric-rows.ts';
import { endOfTimeMs } from './time-frame.ts';

/**
 * The greatest offset of each partition whose event (of this time or later) is stored. ClickHouse takes each partition
 * in order.
 */
export async function readStoredOffsets(
  clickhouse: Clickhouse,
  stream: StreamDefinition,
  fromMs = 0,
): Promise<Map<number, number>> {
  const rows = await clickhouse.query<{ part: number | string; stored: number | string }>(
    `SELECT _partition AS part, max(_offset) AS stored FROM ${eventTable(stream)}
WHERE ${betweenSql(stream, '{from:Int64}', '{to:Int64}')}
GROUP BY _partition`,
    { from: fromMs, to: endOfTimeMs },
  );
  return new Map(rows.map(({ part, stored }) => [Number(part), Number(stored)]));
}
