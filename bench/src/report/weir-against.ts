import { measureColumns, ratioColumns, resultColumn, titleColumn } from './columns.ts';
import type { Row } from './row.ts';
import { formatTable } from './table.ts';

/** Every contestant's figures and, when Weir and another were measured, a second table of Weir against each. */
export function weirAgainst(rows: readonly Row[]): string {
  const table = formatTable([titleColumn, ...measureColumns, resultColumn], rows);
  const reference = rows.find(({ name }) => name === 'weir');
  const others = rows.filter((row) => row !== reference && row.outcome.state === 'measured');
  if (reference === undefined || others.length === 0) return table;
  const ratios = formatTable([titleColumn, ...ratioColumns(reference)], others);
  return `${table}\n\nweir against each: how many times as fast, and its share of their processor time and memory\n\n${ratios}`;
}
