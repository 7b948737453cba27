import type { Random } from '../generate/random.ts';

/** The prices of one minute, in whole ticks. */
export interface MinuteOfPrices {
  readonly start: number;
  readonly max: number;
  readonly min: number;
  readonly end: number;
}

/**
 * A price that wanders by up to `step` ticks at a time, and is drawn back towards where it began the further it is away.
 * Each call gives the next stretch of it; `floor` is the least price there can be.
 */
export function randomWalk(
  random: Random,
  { from, step, floor = -Infinity }: { from: number; step: number; floor?: number },
) {
  let price = from;
  const move = () => {
    const pull = Math.round((from - price) / 50);
    price = Math.max(floor, price + pull + random.below(2 * step + 1) - step);
    return price;
  };
  return (): MinuteOfPrices => {
    const seen = [price, move(), move(), move()];
    return { start: seen[0] ?? price, max: Math.max(...seen), min: Math.min(...seen), end: price };
  };
}
