import { join, resolve } from 'node:path';
import { isDate, marketByName, markets } from '@weir/markets';
import { usageError } from '../cli-error.ts';
import { datasetsFolder } from '../data-folder.ts';
import { formatBytes, formatCount } from '../format.ts';
import { createOutput } from '../output.ts';
import { writeMarketDay } from './write-market-day.ts';

export interface GenerateDayOptions {
  readonly date?: string;
  readonly dir?: string;
  readonly out?: string;
  readonly seed?: number;
  readonly json?: true;
}

/** `weir generate xetra --date D`: a day of an exchange as CSV; without --out or --dir where the replayer finds it. */
export async function generateDay(streamName: string, options: GenerateDayOptions): Promise<void> {
  const { date, dir, out, seed = 1 } = options;
  const market = marketByName(streamName);
  if (market === undefined) {
    const names = markets.map(({ name }) => name).join(' and ');
    throw usageError(`--date and --dir are for ${names}, not for ${streamName}`);
  }
  if (date === undefined) throw usageError('--dir needs --date, the day that is to be written');
  if (!isDate(date)) throw usageError(`--date ${date}: expected a date of the calendar such as 2018-02-01`);
  if (dir !== undefined && out !== undefined) throw usageError('--dir and --out exclude each other');
  if (out === '-') throw usageError('a day is written to a file or a folder, not to stdout');
  const file = resolve(out ?? join(datasetsFolder(), `${market.name}-${date}.csv`));
  const written = await writeMarketDay({
    market,
    date,
    seed,
    to: dir === undefined ? { file } : { folder: resolve(dir) },
  });
  const { rows, bytes, files } = written;
  const where = dir === undefined ? file : `${files.length} files in ${join(resolve(dir), date)}`;
  const text = `${market.title} ${date}: ${formatCount(rows)} rows, ${formatBytes(bytes)}, ${where}`;
  createOutput({ json: options.json === true }).result(written, text);
}
