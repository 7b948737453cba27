import { saveFile } from './save-file.ts';
import type { SavedTable } from './saved-table.ts';
import { toCsv } from './to-csv.ts';

export type Form = 'csv' | 'json';

/** Gives the reader a table as a file. */
export function saveTable({ name, columns, rows, json }: SavedTable, form: Form): void {
  const content =
    form === 'csv'
      ? new Blob([toCsv(columns, rows)], { type: 'text/csv' })
      : new Blob([JSON.stringify(json, undefined, 1)], { type: 'application/json' });
  saveFile(`${name}.${form}`, content);
}
