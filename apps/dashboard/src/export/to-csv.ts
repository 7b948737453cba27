/** A spreadsheet runs text that begins like this as a formula: it is written with an apostrophe before it. */
const formula = /^[=+\-@\t\r]/;
const plainNumber = /^-?\d+(\.\d+)?$/;

function cell(value: string | number | boolean): string {
  const text = String(value);
  const safe = formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV (RFC 4180), with a line of names; safe to open in a spreadsheet. */
export const toCsv = (
  names: readonly string[],
  rows: readonly (readonly (string | number | boolean)[])[],
): string => [names, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
