import { identifier, type Clickhouse } from '@weir/clickhouse';
import type { StreamDefinition } from '@weir/streams';
import { readEventRow, selectEvent, type EventRow } from './event-row.ts';

/**
 * The events that arrived last, newest first. Only the newest hour of event time that holds any is looked at: the table
 * is sorted by it, so this reads one hour however many there are. Events ahead of the clock are left out.
 */
export async function newestEvents(
  clickhouse: Clickhouse,
  stream: StreamDefinition,
  limit: number,
  nowMs: number,
): Promise<readonly EventRow[]> {
  const table = identifier(`events_${stream.name}`);
  const time = identifier(stream.time);
  const hour = `toStartOfHour(${time})`;
  const until = `${time} <= fromUnixTimestamp64Milli({until:Int64})`;
  const rows = await clickhouse.query<Record<string, unknown>>(
    `WITH (SELECT ${hour} FROM ${table} WHERE ${until} ORDER BY ${hour} DESC LIMIT 1) AS newest
     ${selectEvent(stream)} FROM ${table}
     WHERE ${hour} = newest AND ${until}
     ORDER BY _appended_at DESC, _offset DESC LIMIT {limit:UInt32}`,
    { until: nowMs + stream.maxAheadMs, limit },
  );
  return rows.map(readEventRow);
}
