import type { Clickhouse } from '@weir/clickhouse';
import { parseDecimal } from '@weir/schemas';
import { withClickhouse } from '../audit/connect-clickhouse.ts';
import { awaitTotals, type AwaitTotalsOptions, type CheckedTotal, type SeenTotal } from './await-totals.ts';
import { totalScale } from './expected-totals.ts';

async function readTotals(
  clickhouse: Clickhouse,
  parameters: { stream: string; run: string; metrics: readonly string[] },
): Promise<Map<string, SeenTotal>> {
  const rows = await clickhouse.query<{ metric: string; total: string; all_final: number }>(
    `SELECT metric, toString(sum(value)) AS total, toUInt8(min(final)) AS all_final FROM series
     WHERE stream = {stream:String} AND run_id = {run:String} AND metric IN {metrics:Array(String)}
     GROUP BY metric`,
    parameters,
  );
  return new Map(
    rows.map(({ metric, total, all_final: final }) => {
      const value = parseDecimal(total, totalScale, 38);
      return [metric, { value: typeof value === 'bigint' ? value : 0n, final: Number(final) > 0 }];
    }),
  );
}

/** Waits until a run's windows are in ClickHouse, and compares what they add up to. */
export const checkRun = (
  stream: string,
  run: string,
  options: Omit<AwaitTotalsOptions, 'read'>,
): Promise<readonly CheckedTotal[]> =>
  withClickhouse((clickhouse) =>
    awaitTotals({
      ...options,
      read: () => readTotals(clickhouse, { stream, run, metrics: [...options.expected.keys()] }),
    }),
  );
