'use client';

import type { ReactNode } from 'react';
import type { SavedTable } from '../export/saved-table.ts';
import { formatValue } from '../format/number-format.ts';
import { ExportButtons } from './export-buttons.tsx';

export interface NumbersRow {
  readonly key: string | number;
  /** What the row is of comes first. */
  readonly cells: readonly [ReactNode, ...ReactNode[]];
}

interface NumbersTableProps {
  /** Of the chart. */
  readonly title: string;
  readonly columns: readonly string[];
  /** How many rows there are, and they, newest first, */
  readonly count: number;
  readonly rows: (most: number) => readonly NumbersRow[];
  readonly toSave: () => SavedTable;
  readonly picture?: string | undefined;
}

const mostRows = 500;

/** A chart's numbers as a table, newest first: for screen readers, for copying, for certainty; and as files. */
export function NumbersTable({ title, columns, count, rows, toSave, picture }: NumbersTableProps) {
  return (
    <>
      <ExportButtons {...{ title, toSave, picture }} />
      <div className="table-scroll" tabIndex={0} role="region" aria-label={`Table of ${title}`}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows(mostRows).map(({ key, cells: [head, ...cells] }) => (
              <tr key={key}>
                <th scope="row">{head}</th>
                {cells.map((cell, index) => (
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {count > mostRows && (
        <p className="quiet">
          The newest {formatValue(mostRows, 'items')} of {formatValue(count, 'items')} rows; the files have
          all.
        </p>
      )}
    </>
  );
}
