import type { Random } from '../generate/random.ts';
import { clock, factorFor, minutePrices, price, quoted, skewed } from './cells.ts';
import { eurexContracts, type Contract } from './eurex-contracts.ts';
import type { DayLine } from './market-day.ts';

const rows = 32_000;
/** 06:00 to 19:59 UTC. */
const minutes = Array.from({ length: 14 * 60 }, (_, index) => 6 * 60 + index);

const liveliness = (minute: number): number => (minute < 7 * 60 || minute >= 16 * 60 ? 0.3 : 1.3);

export function eurexRows(date: string, random: Random): DayLine[] {
  const contracts = eurexContracts(date, random);
  const walk = contracts.map((contract) => contract.price);
  const average = minutes.reduce((sum, minute) => sum + liveliness(minute), 0) / minutes.length;
  const factor = factorFor(
    contracts.map(({ weight }) => weight),
    rows / minutes.length,
    0.75,
  );
  const lines: DayLine[] = [];

  function row(contract: Contract, at: number, minute: number): string {
    const prices = minutePrices(random, walk[at] ?? contract.price, contract.step);
    const floor = contract.type === 'MLEG' ? -Infinity : 0.01;
    walk[at] = Math.max(floor, prices.end);
    const trades = skewed(random, contract.type === 'FUT' ? 8 : 2);
    const bounded = (value: number) => price(Math.max(floor, value));
    return [
      quoted(contract.isin),
      quoted(contract.segment),
      quoted(contract.underlying),
      quoted(contract.underlyingIsin),
      quoted(contract.currency),
      quoted(contract.type),
      contract.maturity,
      contract.strike,
      contract.putOrCall === '' ? '' : quoted(contract.putOrCall),
      contract.mleg === '' ? '' : quoted(contract.mleg),
      contract.generation,
      contract.id,
      date,
      clock(minute),
      bounded(prices.start),
      bounded(prices.max),
      bounded(prices.min),
      bounded(prices.end),
      trades * skewed(random, 3),
      trades,
    ].join(',');
  }

  for (const minute of minutes) {
    const now = liveliness(minute) / average;
    contracts.forEach((contract, at) => {
      if (random.fraction() < Math.min(0.75, factor * contract.weight) * now) {
        lines.push({ hour: Math.floor(minute / 60), text: row(contract, at, minute) });
      }
    });
  }
  return lines;
}
