import type { Clickhouse } from '@weir/clickhouse';
import { dayOf, plain, type BarsQuestion } from './question.ts';

/** One minute of one market segment. */
export interface EurexBar {
  readonly mnemonic: string;
  readonly minute: string;
  readonly contracts: string;
  readonly trades: number;
  readonly final: boolean;
}

const sql = (byMnemonic: boolean) => `
  SELECT \`group\` AS mnemonic, toUnixTimestamp64Milli(window_start) AS t,
         toString(sumIf(value, metric = 'contracts')) AS contracts, toString(sumIf(value, metric = 'trades')) AS trades,
         toUInt8(min(final)) AS is_final
  FROM series
  WHERE stream = {stream:String} AND metric IN ('contracts', 'trades') AND run_id = {run:String}
    AND window_start >= fromUnixTimestamp64Milli({from:Int64}) AND window_start < fromUnixTimestamp64Milli({to:Int64})
    ${byMnemonic ? 'AND `group` = {mnemonic:String}' : ''}
  GROUP BY mnemonic, t
  ORDER BY mnemonic, t
  LIMIT {limit:UInt32}`;

interface Row {
  readonly mnemonic: string;
  readonly t: number | string;
  readonly contracts: string;
  readonly trades: string;
  readonly is_final: number;
}

export async function eurexBars(
  clickhouse: Clickhouse,
  { market, date, mnemonic, limit }: BarsQuestion,
  run: string,
): Promise<EurexBar[]> {
  const rows = await clickhouse.query<Row>(sql(mnemonic !== undefined), {
    stream: market.name,
    run,
    limit,
    ...dayOf(date),
    ...(mnemonic === undefined ? {} : { mnemonic }),
  });
  return rows.map((row) => ({
    mnemonic: row.mnemonic,
    minute: new Date(Number(row.t)).toISOString(),
    contracts: plain(row.contracts),
    trades: Number(row.trades),
    final: row.is_final === 1,
  }));
}
