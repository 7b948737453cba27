import type { MetricUnit } from '@weir/streams';

const decimals = (unit: MetricUnit) =>
  unit === 'money' || unit === 'price'
    ? { minimumFractionDigits: 2, maximumFractionDigits: 4 }
    : { maximumFractionDigits: 4 };

const cache = new Map<string, Intl.NumberFormat>();

function formatter(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = cache.get(key) ?? new Intl.NumberFormat(undefined, options);
  cache.set(key, known);
  return known;
}

/** An exact value in the reader's locale. Decimal text is formatted as text: no double in between. */
export function formatValue(value: number | string, unit: MetricUnit): string {
  // `format` takes decimal text exactly (ECMA-402, Intl.NumberFormat v3); its type wants to see that it is a number.
  return formatter(`value ${unit}`, decimals(unit)).format(value as `${number}`);
}

/** A short form for axes: 1.2K, 3M. */
export const formatCompact = (value: number): string =>
  formatter('compact', { notation: 'compact', maximumFractionDigits: 1 }).format(value);

const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-6;

/** A price for an axis whose labels are `step` apart: as many decimals as the step has, at most four. */
export function formatPrice(value: number, step: number): string {
  const digits = [0, 1, 2, 3].find((some) => isWhole(step * 10 ** some)) ?? 4;
  const exact = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return formatter(`price ${digits}`, exact).format(value);
}

/** A rate: one decimal below 100, none above. */
export const formatRate = (value: number): string =>
  value < 100
    ? formatter('rate', { maximumFractionDigits: 1 }).format(value)
    : formatter('rate whole', { maximumFractionDigits: 0 }).format(value);

/** What a number of this unit counts, for tooltips and tables. */
export const unitWord: Record<MetricUnit, string> = {
  money: 'amount',
  events: 'events',
  users: 'users',
  items: 'items',
  price: 'price',
  shares: 'shares',
  trades: 'trades',
  contracts: 'contracts',
};
