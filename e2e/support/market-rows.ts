/** The cells of a line of a market file, by a plain pass: text is quoted there, numbers are not, some cells are empty. */
export const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** The lines of a text that hold something. */
export const linesOf = (text: string): string[] => text.split(/\r?\n/).filter((line) => line !== '');

const scale = 10_000n;

/** Decimal text → units of 10^-4. */
export function unitsOf(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const units = BigInt(whole) * scale + BigInt(fraction.slice(0, 4).padEnd(4, '0') || '0');
  return text.startsWith('-') ? -units : units;
}

/** Units of 10^-4 → plain decimal text, without zeros at its end. */
export function textOf(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(5, '0');
  const text = `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
  return text.replace(/\.?0+$/, '');
}

/** One row of XETRA, its numbers in units of 10^-4. */
export interface XetraRow {
  readonly mnemonic: string;
  /** `2018-02-01T07:03:00.000Z` */
  readonly minute: string;
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly close: bigint;
  readonly volume: bigint;
  readonly trades: number;
  /** Volume × closing price. */
  readonly turnover: bigint;
}

/** A line of XETRA, read without any of the code that is tested. */
export function xetraRow(line: string): XetraRow {
  const [, mnemonic = '', , , , , day = '', time = '', ...numbers] = cellsOf(line);
  const [open = 0n, high = 0n, low = 0n, close = 0n, volume = 0n] = numbers.slice(0, 5).map(unitsOf);
  return {
    mnemonic,
    minute: `${day}T${time}:00.000Z`,
    open,
    high,
    low,
    close,
    volume,
    trades: Number(numbers[5]),
    turnover: (volume * close) / scale,
  };
}
