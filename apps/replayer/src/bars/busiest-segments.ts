import type { Clickhouse } from '@weir/clickhouse';
import { dayOf, plain, type BarsQuestion } from './question.ts';

/** What was traded of a market segment of EUREX since the day began. */
export interface BusySegment {
  readonly mnemonic: string;
  readonly contracts: string;
  readonly trades: number;
}

/** The whole day: every segment, not only those that are named. */
export interface SegmentTotals {
  readonly segments: number;
  readonly contracts: string;
  readonly trades: number;
}

export const segmentOrders = ['contracts', 'trades'] as const;
export type SegmentOrder = (typeof segmentOrders)[number];

const sql = (order: SegmentOrder) => `
  SELECT mnemonic, toString(sum_contracts) AS contracts, toString(sum_trades) AS trades,
         count() OVER () AS all_segments, toString(sum(sum_contracts) OVER ()) AS all_contracts,
         toString(sum(sum_trades) OVER ()) AS all_trades
  FROM (
    SELECT \`group\` AS mnemonic, sumIf(value, metric = 'contracts') AS sum_contracts,
           sumIf(value, metric = 'trades') AS sum_trades
    FROM series
    WHERE stream = {stream:String} AND metric IN ('contracts', 'trades') AND run_id = {run:String}
      AND window_start >= fromUnixTimestamp64Milli({from:Int64}) AND window_start < fromUnixTimestamp64Milli({to:Int64})
    GROUP BY mnemonic
  )
  ORDER BY sum_${order} DESC, mnemonic
  LIMIT {limit:UInt32}`;

interface Row {
  readonly mnemonic: string;
  readonly contracts: string;
  readonly trades: string;
  readonly all_segments: number | string;
  readonly all_contracts: string;
  readonly all_trades: string;
}

/** The segments of a replay in which most was traded, and what was traded in all of them together. */
export async function busiestSegments(
  clickhouse: Clickhouse,
  { market, date, limit }: BarsQuestion,
  run: string,
  order: SegmentOrder,
): Promise<{ readonly totals: SegmentTotals; readonly movers: BusySegment[] }> {
  const rows = await clickhouse.query<Row>(sql(order), { stream: market.name, run, limit, ...dayOf(date) });
  const [first] = rows;
  return {
    totals: {
      segments: Number(first?.all_segments ?? 0),
      contracts: plain(first?.all_contracts ?? '0'),
      trades: Number(first?.all_trades ?? 0),
    },
    movers: rows.map(({ mnemonic, contracts, trades }) => ({
      mnemonic,
      contracts: plain(contracts),
      trades: Number(trades),
    })),
  };
}
