import type { Market } from '@weir/markets';
import { createRandom } from '../generate/random.ts';
import { eurexRows } from './eurex-rows.ts';
import { xetraRows } from './xetra-rows.ts';

/** One line of a file, and the hour (UTC) in whose file it stands. */
export interface DayLine {
  readonly hour: number;
  readonly text: string;
}

/**
 * A made-up day in exactly the format and of about the size of a real one: 66,000 rows of 1,357 securities on XETRA,
 * 32,000 rows on EUREX. The same market, date and seed give the same bytes.
 */
export function marketDay(market: Market, date: string, seed: number): DayLine[] {
  const random = createRandom(seed, Number(date.replaceAll('-', '')));
  return market.name === 'xetra' ? xetraRows(date, random) : eurexRows(date, random);
}
