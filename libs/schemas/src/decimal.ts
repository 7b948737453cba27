/** Why a decimal was refused, in words for the sender. */
export interface DecimalError {
  readonly error: string;
}

const decimalPattern = /^([+-]?)(\d+)(?:\.(\d*))?$/;

/**
 * A JSON number or string → exact units of 10^-scale (`"12.5"`, scale 4 → `125000n`). More decimals than the scale are
 * refused, not rounded, and so is a JSON number of more than 15 significant digits: JavaScript may already have
 * changed it while parsing (IEEE 754 doubles hold 15 digits exactly); sent as a string it is exact.
 */
export function parseDecimal(input: string | number, scale = 4, precision = 18): bigint | DecimalError {
  const text = typeof input === 'number' ? String(input) : input.trim();
  const match = decimalPattern.exec(text);
  if (match === null) {
    return { error: `expected a number such as 12.5 or "12.50", got ${JSON.stringify(input)}` };
  }
  const [, sign = '', whole = '', fraction = ''] = match;
  const decimals = fraction.replace(/0+$/, '');
  if (decimals.length > scale) {
    return { error: `has ${decimals.length} decimals, at most ${scale} are kept; round it before sending` };
  }
  const digits = (whole + decimals).replace(/^0+/, '');
  if (typeof input === 'number' && digits.length > 15) {
    return { error: 'has more than 15 digits, which a JSON number cannot hold exactly; send it as a string' };
  }
  if (whole.replace(/^0+/, '').length > precision - scale) {
    return { error: `is too large: at most ${precision - scale} digits before the point` };
  }
  const unscaled = BigInt(whole + decimals.padEnd(scale, '0'));
  return sign === '-' ? -unscaled : unscaled;
}

/** Units of 10^-scale → text with at least two decimals where the scale has them (`125000n` → `"12.50"`). */
export function formatDecimal(unscaled: bigint, scale = 4): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  let fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  fraction = fraction.padEnd(Math.min(2, scale), '0');
  return `${unscaled < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Two's-complement big-endian bytes, the shortest that hold the value (Avro's decimal on `bytes`). */
export function decimalToBytes(unscaled: bigint): Buffer {
  if (unscaled >= -0x8000_0000n && unscaled < 0x8000_0000n) {
    const small = Number(unscaled);
    const size = small >= -0x80 && small < 0x80 ? 1 : small >= -0x8000 && small < 0x8000 ? 2 : 4;
    const bytes = Buffer.allocUnsafe(size);
    bytes.writeIntBE(small, 0, size);
    return bytes;
  }
  let size = 8;
  while (BigInt.asIntN(size * 8, unscaled) !== unscaled) size += 1;
  const hex = BigInt.asUintN(size * 8, unscaled)
    .toString(16)
    .padStart(size * 2, '0');
  return Buffer.from(hex, 'hex');
}

/** The inverse of `decimalToBytes`; takes any length. */
export function decimalFromBytes(bytes: Buffer): bigint {
  if (bytes.length === 0) return 0n;
  if (bytes.length <= 6) return BigInt(bytes.readIntBE(0, bytes.length));
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}
