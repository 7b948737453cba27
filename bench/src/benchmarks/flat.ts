import { measureColumns, resultColumn } from '../report/columns.ts';
import type { Row } from '../report/row.ts';
import { formatTable, type Column } from '../report/table.ts';

const costOf = ({ outcome }: Row) =>
  outcome.state === 'measured' ? (outcome.warm ?? outcome.cold)?.cpuSecondsPerMillion : undefined;

/** A table of Weir against itself: how the cost of an event changes from the first row on. */
export function flatTable(what: string, rows: readonly Row[], more: readonly Column<Row>[] = []): string {
  const [first] = rows;
  const base = first === undefined ? undefined : costOf(first);
  const columns: Column<Row>[] = [
    { head: what, align: 'left', cell: ({ title }) => title },
    ...measureColumns,
    {
      head: 'CPU ÷ first row',
      align: 'right',
      cell: (row) => {
        const cost = costOf(row);
        return cost === undefined || base === undefined ? '–' : (cost / base).toFixed(2);
      },
    },
    ...more,
    resultColumn,
  ];
  return formatTable(columns, rows);
}
