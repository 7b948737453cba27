import type { Clickhouse } from '@weir/clickhouse';

export interface FinalWindow {
  readonly startMs: number;
  /** Decimal text, exact. */
  readonly value: string;
}

/** The newest final window of a metric of live traffic that starts in [fromMs, toMs); undefined when there is none. */
export async function newestFinalWindow(
  clickhouse: Clickhouse,
  question: {
    readonly stream: string;
    readonly metric: string;
    readonly group: string;
    readonly fromMs: number;
    readonly toMs: number;
  },
): Promise<FinalWindow | undefined> {
  const { stream, metric, group, fromMs, toMs } = question;
  const [row] = await clickhouse.query<{ t: string | number; value_text: string }>(
    `SELECT toUnixTimestamp64Milli(window_start) AS t, toString(value) AS value_text FROM series
     WHERE stream = {stream:String} AND metric = {metric:String} AND run_id = '' AND \`group\` = {group:String}
       AND window_start >= fromUnixTimestamp64Milli({from:Int64})
       AND window_start < fromUnixTimestamp64Milli({to:Int64}) AND final
     ORDER BY window_start DESC LIMIT 1`,
    { stream, metric, group, from: fromMs, to: toMs },
  );
  return row === undefined ? undefined : { startMs: Number(row.t), value: row.value_text };
}
