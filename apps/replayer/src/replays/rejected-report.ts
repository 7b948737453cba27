import { appendFile, readFile, stat, truncate } from 'node:fs/promises';

/** One row that was refused: its line in the file, and what is wrong with it. */
export interface RejectedRow {
  readonly line: number;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

/** The report of a replay's rejected rows: JSON lines, appended to before the checkpoint that counts them. */
export interface RejectedReport {
  /** Gives its length in bytes afterwards. */
  add(rows: readonly RejectedRow[]): Promise<number>;
  /** Drops what was written after the last checkpoint: those rows come again. */
  cutTo(bytes: number): Promise<void>;
  read(from: number, limit: number): Promise<RejectedRow[]>;
}

export function openRejectedReport(file: string): RejectedReport {
  const sizeOf = () =>
    stat(file).then(
      ({ size }) => size,
      () => 0,
    );
  return {
    async add(rows) {
      if (rows.length > 0) await appendFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      return sizeOf();
    },
    async cutTo(bytes) {
      if ((await sizeOf()) > bytes) await truncate(file, bytes);
    },
    async read(from, limit) {
      const text = await readFile(file, 'utf8').catch(() => '');
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.slice(from, from + limit).map((line) => JSON.parse(line) as RejectedRow);
    },
  };
}
