import { parseDecimal } from '@weir/schemas';

const scale = 4;

/** Decimal text of ClickHouse in units of 10^-4. */
export function unitsOf(text: string): bigint {
  const units = parseDecimal(text, scale, 38);
  if (typeof units === 'bigint') return units;
  throw new Error(`"${text}" ${units.error}`);
}

/** Units of 10^-4 as the shortest decimal text (`25000n` → `2.5`), as ClickHouse writes it. */
export function textOf(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Exact difference of two decimal texts. */
export const subtract = (a: string, b: string): string => textOf(unitsOf(a) - unitsOf(b));
