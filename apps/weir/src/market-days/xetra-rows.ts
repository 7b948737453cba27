import type { Random } from '../generate/random.ts';
import { clock, factorFor, minutePrices, price, quoted, skewed } from './cells.ts';
import type { DayLine } from './market-day.ts';
import { xetraSecurities, type Security } from './xetra-securities.ts';

const securities = 1_357;
const rows = 66_000;
/** 07:00 to 15:29 UTC, the closing auction at 15:35, and what is reported in the evening. */
const minutes = [...Array.from({ length: 510 }, (_, index) => 7 * 60 + index), 15 * 60 + 35, 19 * 60 + 30];
const auction = 15 * 60 + 35;
const evening = 19 * 60 + 30;

/** How lively a minute is: the opening and the afternoon more than noon. */
function liveliness(minute: number): number {
  if (minute === auction) return 4;
  if (minute === evening) return 0.03;
  const hour = minute / 60;
  return 0.8 + 0.8 * Math.exp(-((hour - 7) ** 2)) + 0.5 * Math.exp(-((hour - 14.5) ** 2));
}

export function xetraRows(date: string, random: Random): DayLine[] {
  const list = xetraSecurities(securities, random);
  const walk = list.map((security) => security.price);
  const weights = list.map((_, rank) => 1 / (rank + 8) ** 0.85);
  const lively = minutes.map(liveliness);
  const average = lively.reduce((sum, one) => sum + one, 0) / minutes.length;
  const factor = factorFor(weights, rows / minutes.length, 0.99);
  // Every security is traded at least once.
  const surely = list.map(() => random.below(510));
  const lines: DayLine[] = [];

  function row(security: Security, at: number, minute: number): string {
    const last = walk[at] ?? security.price;
    const prices = minutePrices(random, last, last * 0.0012);
    walk[at] = Math.max(0.05, prices.end);
    const trades = skewed(random, minute === auction ? 60 : 4);
    const shares = trades * skewed(random, security.shares);
    return [
      quoted(security.isin),
      quoted(security.mnemonic),
      quoted(security.description),
      quoted(security.type),
      quoted('EUR'),
      security.id,
      date,
      clock(minute),
      price(prices.start),
      price(prices.max),
      price(prices.min),
      price(prices.end),
      shares,
      trades,
    ].join(',');
  }

  minutes.forEach((minute, index) => {
    const now = (lively[index] ?? 1) / average;
    list.forEach((security, at) => {
      const chance = Math.min(0.99, factor * (weights[at] ?? 0)) * now;
      const isTraded = random.fraction() < chance || surely[at] === index;
      if (isTraded) lines.push({ hour: Math.floor(minute / 60), text: row(security, at, minute) });
    });
  });
  return lines;
}
