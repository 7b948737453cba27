import type { Market } from '@weir/markets';

/** Which minutes of which replay. */
export interface BarsQuestion {
  readonly market: Market;
  readonly date: string;
  /** Absent: the newest run that has this date. */
  readonly run?: string | undefined;
  /** Ticker, or on EUREX the market segment. Absent: all. */
  readonly mnemonic?: string | undefined;
  readonly limit: number;
}

const dayMs = 86_400_000;

export const dayOf = (date: string): { readonly from: number; readonly to: number } => {
  const from = Date.parse(`${date}T00:00:00Z`);
  return { from, to: from + dayMs };
};

/** ClickHouse's decimal text without the zeros at its end. */
export const plain = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
