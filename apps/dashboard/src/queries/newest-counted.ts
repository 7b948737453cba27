import type { Clickhouse } from '@weir/clickhouse';

/** The end (epoch ms) of the newest window of a metric of live traffic, in any group, that starts at or after `fromMs`. */
export async function newestCounted(
  clickhouse: Clickhouse,
  question: { readonly stream: string; readonly metric: string; readonly fromMs: number },
): Promise<number | undefined> {
  const { stream, metric, fromMs } = question;
  const [row] = await clickhouse.query<{ n: string | number; newest: string | number }>(
    `SELECT count() AS n, max(toUnixTimestamp64Milli(window_start) + toInt64(window_ms)) AS newest FROM windows
     WHERE stream = {stream:String} AND metric = {metric:String} AND run_id = ''
       AND window_start >= fromUnixTimestamp64Milli({from:Int64})`,
    { stream, metric, from: fromMs },
  );
  return Number(row?.n ?? 0) === 0 ? undefined : Number(row?.newest);
}
