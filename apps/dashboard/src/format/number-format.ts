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
