import { parse } from 'csv-parse/sync';
import { marketOfHeader } from './market-of-header.ts';
import { headerOf, type Market } from './market.ts';

const csvOf = (cells: readonly string[], quoted: readonly boolean[]): string =>
  cells
    .map((cell, at) => (quoted[at] || /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');

/**
 * For the lines of a file with this header line: how to write them with exactly the market's columns, in its order. The
 * usual file is left as it is, character by character; a line that fits no header stays, to be reported as a bad row.
 * Throws `BadHeader`.
 */
export function putInOrder(market: Market, headerLine: string): (line: string) => string {
  const [cells = []] = parse(headerLine, { relax_column_count: true, relax_quotes: true });
  const header = cells.map((name) => name.trim());
  marketOfHeader(header, market);
  if (header.join(',') === headerOf(market)) return (line) => line;
  const places = market.columns.map(({ column }) => header.indexOf(column));
  const quoted = market.columns.map((column) => column.quoted);
  return (line) => {
    try {
      const [row = []] = parse(line, { relax_column_count: true });
      if (row.length !== header.length) return line;
      return csvOf(
        places.map((place) => row[place] ?? ''),
        quoted,
      );
    } catch {
      return line;
    }
  };
}
