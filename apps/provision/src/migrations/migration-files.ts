import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Migration {
  readonly number: number;
  /** File name without the folder. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text (line ends as LF). */
  readonly checksum: string;
}

const fileForm = /^(\d{4})_[a-z0-9_]+\.sql$/;

/** The checksum by which an applied migration is recognised. */
export const checksumOf = (sql: string): string =>
  createHash('sha256').update(sql.replace(/\r\n/g, '\n')).digest('hex');

/** The migrations of a folder, in order. Throws when names, or numbers, are not 0001, 0002, … without a gap. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name, index) => {
    const number = Number(fileForm.exec(name)?.[1] ?? NaN);
    if (number !== index + 1) {
      const expected = String(index + 1).padStart(4, '0');
      throw new Error(`${join(folder, name)}: expected a migration named ${expected}_<what>.sql here`);
    }
    const sql = readFileSync(join(folder, name), 'utf8');
    return { number, name, sql, checksum: checksumOf(sql) };
  });
}
