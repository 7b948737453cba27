import type { Clickhouse } from '@weir/clickhouse';
import { dayOf, type BarsQuestion } from './question.ts';

// Live traffic (no run) counts as the oldest.
const sql = `
  SELECT s.run_id AS run
  FROM (
    SELECT DISTINCT run_id FROM windows
    WHERE stream = {stream:String} AND metric = 'trades'
      AND window_start >= fromUnixTimestamp64Milli({from:Int64}) AND window_start < fromUnixTimestamp64Milli({to:Int64})
  ) AS s
  LEFT JOIN (SELECT run_id, max(created_at) AS made FROM runs GROUP BY run_id) AS r ON r.run_id = s.run_id
  ORDER BY r.made DESC
  LIMIT 1`;

/** The run that replayed a date last; undefined when nobody has. */
export async function newestRun(
  clickhouse: Clickhouse,
  { market, date }: BarsQuestion,
): Promise<string | undefined> {
  const rows = await clickhouse.query<{ run: string }>(sql, { stream: market.name, ...dayOf(date) });
  return rows[0]?.run;
}
