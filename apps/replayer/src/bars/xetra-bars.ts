import type { Clickhouse } from '@weir/clickhouse';
import { dayOf, plain, type BarsQuestion } from './question.ts';

/** One minute of one security. Decimals are text: exact. */
export interface XetraBar {
  readonly mnemonic: string;
  readonly minute: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  /** Volume × closing price. */
  readonly turnover: string;
  readonly trades: number;
  readonly final: boolean;
}

const metrics = ['open', 'high', 'low', 'close', 'volume', 'trades'];

/** The minutes as rows; `turnover` has eight decimals, and is exact. */
const minutesSql = (byMnemonic: boolean): string => `
  SELECT \`group\` AS mnemonic, toUnixTimestamp64Milli(window_start) AS t,
         anyIf(value, metric = 'open') AS open, anyIf(value, metric = 'high') AS high,
         anyIf(value, metric = 'low') AS low, anyIf(value, metric = 'close') AS close,
         anyIf(value, metric = 'volume') AS volume, anyIf(value, metric = 'trades') AS trades,
         toDecimal256(volume, 4) * toDecimal256(close, 4) AS turnover, min(final) AS is_final
  FROM series
  WHERE stream = {stream:String} AND metric IN {metrics:Array(String)} AND run_id = {run:String}
    AND window_start >= fromUnixTimestamp64Milli({from:Int64}) AND window_start < fromUnixTimestamp64Milli({to:Int64})
    ${byMnemonic ? 'AND `group` = {mnemonic:String}' : ''}
  GROUP BY mnemonic, t
  HAVING countIf(metric = 'open') > 0 AND countIf(metric = 'close') > 0`;

const minutesParameters = ({ market, date, mnemonic }: BarsQuestion, run: string) => ({
  stream: market.name,
  metrics,
  run,
  ...dayOf(date),
  ...(mnemonic === undefined ? {} : { mnemonic }),
});

const sql = (byMnemonic: boolean) => `
  SELECT mnemonic, t, toString(open) AS open_text, toString(high) AS high_text, toString(low) AS low_text,
         toString(close) AS close_text, toString(volume) AS volume_text, toString(turnover) AS turnover_text,
         toString(trades) AS trades_text, toUInt8(is_final) AS final
  FROM (${minutesSql(byMnemonic)})
  ORDER BY mnemonic, t
  LIMIT {limit:UInt32}`;

type Row = Record<`${'open' | 'high' | 'low' | 'close' | 'volume' | 'turnover' | 'trades'}_text`, string> & {
  readonly mnemonic: string;
  readonly t: number | string;
  readonly final: number;
};

export async function xetraBars(
  clickhouse: Clickhouse,
  question: BarsQuestion,
  run: string,
): Promise<XetraBar[]> {
  const rows = await clickhouse.query<Row>(sql(question.mnemonic !== undefined), {
    ...minutesParameters(question, run),
    limit: question.limit,
  });
  return rows.map((row) => ({
    mnemonic: row.mnemonic,
    minute: new Date(Number(row.t)).toISOString(),
    open: plain(row.open_text),
    high: plain(row.high_text),
    low: plain(row.low_text),
    close: plain(row.close_text),
    volume: plain(row.volume_text),
    turnover: plain(row.turnover_text),
    trades: Number(row.trades_text),
    final: row.final === 1,
  }));
}
