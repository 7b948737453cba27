import type { Clickhouse } from '@weir/clickhouse';
import { dayOf, plain, type BarsQuestion } from './question.ts';

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

/** The whole day: every security, not only those that are named. */
export interface MoverTotals {
  readonly securities: number;
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

/**
 * What `series` says, read from `windows` with all metrics of a minute in one row: a sixth of the rows to group, so that a
 * page may ask every other second while a whole day is replayed. The inner level takes the highest revision of each
 * partition, the outer merges partitions, both by the rules of the view.
 */
const minutes = `
  SELECT mnemonic, window_start, argMin(o, (o_at, p)) AS open, argMax(c, (c_at, p)) AS close,
         sum(v) AS volume, sum(n) AS trades, toDecimal256(volume, 4) * toDecimal256(close, 4) AS turnover
  FROM (
    SELECT \`group\` AS mnemonic, window_start, \`partition\` AS p,
           argMaxIf(w.value, w.revision, metric = 'open') AS o, argMaxIf(w.value, w.revision, metric = 'close') AS c,
           argMaxIf(w.value, w.revision, metric = 'volume') AS v, argMaxIf(w.value, w.revision, metric = 'trades') AS n,
           argMaxIf(ifNull(w.value_at, toDateTime64(0, 3, 'UTC')), w.revision, metric = 'open') AS o_at,
           argMaxIf(ifNull(w.value_at, toDateTime64(0, 3, 'UTC')), w.revision, metric = 'close') AS c_at
    FROM windows AS w
    WHERE stream = {stream:String} AND metric IN ('open', 'close', 'volume', 'trades') AND run_id = {run:String}
      AND window_start >= fromUnixTimestamp64Milli({from:Int64}) AND window_start < fromUnixTimestamp64Milli({to:Int64})
    GROUP BY mnemonic, window_start, p
    HAVING countIf(metric = 'open') > 0 AND countIf(metric = 'close') > 0
  )
  GROUP BY mnemonic, window_start`;

const sql = (order: MoverOrder) => `
  SELECT mnemonic, toString(first_open) AS open, toString(last_close) AS close, change,
         toString(sum_volume) AS volume, toString(sum_turnover) AS turnover, toString(sum_trades) AS trades,
         count() OVER () AS all_securities, toString(sum(sum_turnover) OVER ()) AS all_turnover,
         toString(sum(sum_trades) OVER ()) AS all_trades
  FROM (
    SELECT mnemonic, argMin(open, window_start) AS first_open, argMax(close, window_start) AS last_close,
           round(100 * (toFloat64(last_close) / nullIf(toFloat64(first_open), 0) - 1), 2) AS change,
           sum(volume) AS sum_volume, sum(turnover) AS sum_turnover, sum(trades) AS sum_trades
    FROM (${minutes})
    GROUP BY mnemonic
  )
  ORDER BY ${orderBy[order]}, mnemonic
  LIMIT {limit:UInt32}`;

interface Row extends Omit<Mover, 'change_percent' | 'trades'> {
  readonly change: number | null;
  readonly trades: string;
  readonly all_securities: number | string;
  readonly all_turnover: string;
  readonly all_trades: string;
}

/** The securities of a replay that moved most, and what all of them did together. */
export async function movers(
  clickhouse: Clickhouse,
  { market, date, limit }: BarsQuestion,
  run: string,
  order: MoverOrder,
): Promise<{ readonly totals: MoverTotals; readonly movers: Mover[] }> {
  const rows = await clickhouse.query<Row>(sql(order), { stream: market.name, run, limit, ...dayOf(date) });
  const [first] = rows;
  return {
    totals: {
      securities: Number(first?.all_securities ?? 0),
      turnover: plain(first?.all_turnover ?? '0'),
      trades: Number(first?.all_trades ?? 0),
    },
    movers: rows.map(({ mnemonic, open, close, change, volume, turnover, trades }) => ({
      mnemonic,
      open: plain(open),
      close: plain(close),
      change_percent: change ?? 0,
      volume: plain(volume),
      turnover: plain(turnover),
      trades: Number(trades),
    })),
  };
}
