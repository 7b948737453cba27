import type { Clickhouse } from '@weir/clickhouse';
import { plain, type BarsQuestion } from './question.ts';
import { minutesParameters, minutesSql } from './xetra-bars.ts';

/** What a security did since the day began. */
export interface Mover {
  readonly mnemonic: string;
  readonly open: string;
  readonly close: string;
  /** Of the first price, in percent, rounded to two decimals. */
  readonly change_percent: number;
  readonly volume: string;
  readonly turnover: string;
  readonly trades: number;
}

export const moverOrders = ['change', 'turnover', 'trades'] as const;
export type MoverOrder = (typeof moverOrders)[number];

const orderBy: Record<MoverOrder, string> = {
  change: 'abs(change) DESC, sum_turnover DESC',
  turnover: 'sum_turnover DESC',
  trades: 'sum_trades DESC, sum_turnover DESC',
};

const sql = (order: MoverOrder) => `
  SELECT mnemonic, toString(first_open) AS open, toString(last_close) AS close, change,
         toString(sum_volume) AS volume, toString(sum_turnover) AS turnover, toString(sum_trades) AS trades
  FROM (
    SELECT mnemonic, argMin(open, t) AS first_open, argMax(close, t) AS last_close,
           round(100 * (toFloat64(last_close) / nullIf(toFloat64(first_open), 0) - 1), 2) AS change,
           sum(volume) AS sum_volume, sum(turnover) AS sum_turnover, sum(trades) AS sum_trades
    FROM (${minutesSql(false)})
    GROUP BY mnemonic
  )
  ORDER BY ${orderBy[order]}, mnemonic
  LIMIT {limit:UInt32}`;

interface Row extends Omit<Mover, 'change_percent' | 'trades'> {
  readonly change: number | null;
  readonly trades: string;
}

/** The securities of a replay that moved most. */
export async function movers(
  clickhouse: Clickhouse,
  question: BarsQuestion,
  run: string,
  order: MoverOrder,
): Promise<Mover[]> {
  const rows = await clickhouse.query<Row>(sql(order), {
    ...minutesParameters({ ...question, mnemonic: undefined }, run),
    limit: question.limit,
  });
  return rows.map(({ mnemonic, open, close, change, volume, turnover, trades }) => ({
    mnemonic,
    open: plain(open),
    close: plain(close),
    change_percent: change ?? 0,
    volume: plain(volume),
    turnover: plain(turnover),
    trades: Number(trades),
  }));
}
