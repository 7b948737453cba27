import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dayKeys, type Market } from '@weir/markets';
import type { Bucket } from '../bucket/bucket.ts';
import { BucketError } from '../bucket/bucket-error.ts';
import { downloadObject } from '../bucket/download-object.ts';
import type { Dataset } from './dataset.ts';

export interface Preparation {
  readonly bucket: Bucket;
  readonly market: Market;
  readonly date: string;
  /** Where the parts are kept until the whole is there, and where the whole goes. */
  readonly partsFolder: string;
  readonly file: string;
  readonly dataset: Dataset;
  readonly signal: AbortSignal;
  readonly join: (market: Market, sources: readonly string[], target: string) => Promise<number>;
}

const atOnce = 4;
const daysOff = new Set([0, 6]);

function nothingThere({ market, date, bucket }: Preparation, files: number): BucketError {
  const what =
    files === 0
      ? `the bucket ${bucket.url} has no files of ${market.title} for ${date}`
      : `nothing was traded on ${market.title} on ${date}: all ${files} files of the bucket hold only the header`;
  const weekend = daysOff.has(new Date(`${date}T00:00:00Z`).getUTCDay()) ? ' (a weekend)' : '';
  const before = date < market.firstDate ? `; its data start on ${market.firstDate}` : '';
  return new BucketError(`${what}${weekend}${before}`);
}

/** Lists a day, fetches its files, joins them. Notes how far it is in `dataset`; throws `BucketError`, `BadHeader`. */
export async function prepareDataset(preparation: Preparation): Promise<void> {
  const { bucket, market, date, partsFolder, file, dataset, signal } = preparation;
  dataset.state = 'listing';
  const listed = await bucket.list(`${date}/`, signal);
  const byKey = new Map(listed.map((object) => [object.key, object]));
  const wanted = dayKeys(market, date, [...byKey.keys()]).flatMap((key) => byKey.get(key) ?? []);
  if (wanted.length === 0) throw nothingThere(preparation, 0);

  dataset.state = 'downloading';
  dataset.files = wanted.length;
  dataset.bytes = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
  await mkdir(partsFolder, { recursive: true });
  const parts = wanted.map(({ key }) => join(partsFolder, basename(key)));
  const queue = wanted.map((object, index) => ({ object, file: parts[index] ?? '' }));
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const fetchSome = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await downloadObject({
        ...next,
        bucket,
        signal: either,
        onBytes: (bytes) => {
          dataset.bytes_done += bytes;
          dataset.progress = Math.min(0.95, (0.95 * dataset.bytes_done) / Math.max(1, dataset.bytes));
        },
      });
      dataset.files_done += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, fetchSome));
  } catch (error) {
    failed.abort();
    throw error;
  }

  dataset.state = 'preparing';
  const rows = await preparation.join(market, parts, file);
  if (rows === 0) throw nothingThere(preparation, wanted.length);
  dataset.rows = rows;
  dataset.columns = market.columns.length;
  dataset.bytes = dataset.bytes_done = (await stat(file)).size;
  dataset.file = basename(file);
  dataset.state = 'ready';
  dataset.progress = 1;
  await rm(partsFolder, { recursive: true, force: true });
}
