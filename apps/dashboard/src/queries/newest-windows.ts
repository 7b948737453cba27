import type { Clickhouse } from '@weir/clickhouse';

const lookBackMs = 10 * 60_000;

/** The end (epoch ms) of the newest window of each stream that ClickHouse has, of live traffic of the last minutes. */
export async function newestWindows(
  clickhouse: Clickhouse,
  nowMs: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await clickhouse.query<{ stream: string; newest: number | string }>(
    `SELECT stream, max(toUnixTimestamp64Milli(window_start) + toInt64(window_ms)) AS newest FROM windows
     WHERE run_id = '' AND window_start >= fromUnixTimestamp64Milli({from:Int64}) GROUP BY stream`,
    { from: nowMs - lookBackMs },
  );
  return new Map(rows.map(({ stream, newest }) => [stream, Number(newest)]));
}
