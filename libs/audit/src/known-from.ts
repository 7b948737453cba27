import type { Clickhouse } from '@weir/clickhouse';
import type { StreamDefinition } from '@weir/streams';
import { hourMs } from './time-frame.ts';

/**
 * When each metric was first published (epoch ms), for those that others of the stream precede by more than an hour: a
 * metric that was added later, which has no windows for what came before.
 */
export async function readKnownFrom(
  clickhouse: Clickhouse,
  stream: StreamDefinition,
): Promise<ReadonlyMap<string, number>> {
  const rows = await clickhouse.query<{ metric: string; first: number | string }>(
    `SELECT metric, toUnixTimestamp64Milli(min(_appended_at)) AS first FROM windows
WHERE stream = {stream:String} GROUP BY metric`,
    { stream: stream.name },
  );
  const first = new Map(rows.map(({ metric, first: ms }) => [metric, Number(ms)]));
  const earliest = Math.min(...first.values());
  return new Map([...first].filter(([, ms]) => ms > earliest + hourMs));
}
