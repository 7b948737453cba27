const scale = 4;
const unit = 10n ** BigInt(scale);

/** Decimal text or a whole number → units of 10^-4. */
function toUnits(value: number | string): bigint {
  const text = String(value);
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const units = BigInt(whole) * unit + BigInt(fraction.slice(0, scale).padEnd(scale, '0'));
  return text.startsWith('-') ? -units : units;
}

/** The exact sum of decimal texts (at most four decimals) and whole numbers, as text (`"12.50"`, `"7.00"`). */
export function sumDecimals(values: Iterable<number | string>): string {
  let total = 0n;
  for (const value of values) total += toUnits(value);
  const digits = (total < 0n ? -total : total).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '').padEnd(2, '0');
  return `${total < 0n ? '-' : ''}${digits.slice(0, -scale)}.${fraction}`;
}

/** Whether decimal text `a` is less than (-1), equal to (0) or greater than (1) `b`: exact where doubles would not be. */
export function compareDecimals(a: number | string, b: number | string): -1 | 0 | 1 {
  const [left, right] = [toUnits(a), toUnits(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
