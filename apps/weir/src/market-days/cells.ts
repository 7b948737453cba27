import type { Random } from '../generate/random.ts';

export const quoted = (text: string): string => `"${text}"`;

/** A price with at most three decimals, without zeros at its end. */
export const price = (value: number): string => String(Math.round(value * 1_000) / 1_000);

/** Minutes since midnight → `07:03`. */
export const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

export const between = (random: Random, low: number, high: number): number =>
  low + (high - low) * random.fraction();

/** Skewed: mostly small, now and then far larger. */
export const skewed = (random: Random, typical: number): number =>
  Math.max(1, Math.round(typical * Math.exp(2.2 * (random.fraction() + random.fraction() - 1))));

/** Country and nine characters → an ISIN with its check digit (ISO 6166: Luhn over the digits of all characters). */
export function isin(country: string, nine: string): string {
  const digits = [...country, ...nine].map((character) => parseInt(character, 36)).join('');
  let sum = 0;
  [...digits].reverse().forEach((digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return `${country}${nine}${(10 - (sum % 10)) % 10}`;
}

/** A minute's prices around a walk: first, highest, lowest, last. */
export function minutePrices(
  random: Random,
  from: number,
  step: number,
): { readonly start: number; readonly max: number; readonly min: number; readonly end: number } {
  const jump = () => (random.fraction() + random.fraction() - 1) * step;
  const start = from + jump();
  const end = start + jump();
  const max = Math.max(start, end) + Math.max(0, jump());
  const min = Math.min(start, end) - Math.max(0, jump());
  return { start, max, min, end };
}

/** Factor by which weights are to be multiplied so that the chances min(most, factor × weight) add up to `wanted`. */
export function factorFor(weights: readonly number[], wanted: number, most: number): number {
  let low = 0;
  let high = 1e9;
  for (let round = 0; round < 80; round += 1) {
    const middle = (low + high) / 2;
    const sum = weights.reduce((total, weight) => total + Math.min(most, middle * weight), 0);
    if (sum < wanted) low = middle;
    else high = middle;
  }
  return high;
}
