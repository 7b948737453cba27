import { lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BadHeader, type Market } from '@weir/markets';
import type { Logger } from '@weir/runtime';
import type { Bucket } from '../bucket/bucket.ts';
import { BucketError } from '../bucket/bucket-error.ts';
import { Problem } from '../problem.ts';
import { datasetId, type Dataset } from './dataset.ts';
import { inspectFile } from './inspect-file.ts';
import { joinFiles } from './join-files.ts';
import { prepareDataset } from './prepare-dataset.ts';

export interface DatasetStoreOptions {
  /** `<data>/datasets`: nothing outside it is read or written. */
  readonly folder: string;
  readonly buckets: ReadonlyMap<Market['name'], Bucket>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** The prepared files, and those on their way. */
export interface DatasetStore {
  /** Newest date first. */
  list(): Promise<Dataset[]>;
  /** Throws the problem `unknown-dataset`. */
  get(id: string): Promise<Dataset>;
  /** Whether days of a market can be fetched, and the setting that says from where. */
  hasBucket(market: Market['name']): boolean;
  bucketVariable(market: Market['name']): string;
  /** Begins to fetch a day, unless it is here or on its way already. */
  request(market: Market, date: string): Promise<Dataset>;
  /** The file of a dataset that is ready; throws a problem otherwise. */
  fileOf(id: string): Promise<{ readonly path: string; readonly dataset: Dataset }>;
}

const bucketVariable = (market: Market['name']): string => `${market.toUpperCase()}_BUCKET_URL`;

/** No separators, no leading dot: such a name cannot leave its folder. */
const nameForm = /^[A-Za-z0-9][\w.-]{0,120}$/;

export async function openDatasetStore({
  folder,
  buckets,
  log,
  signal,
}: DatasetStoreOptions): Promise<DatasetStore> {
  await mkdir(folder, { recursive: true });
  const underWay = new Map<string, Dataset>();
  const known = new Map<string, { readonly stamp: string; readonly dataset: Dataset }>();
  let turn = Promise.resolve();

  async function inspected(name: string): Promise<Dataset | undefined> {
    const id = name.slice(0, -'.csv'.length);
    const stats = await lstat(join(folder, name)).catch(() => undefined);
    if (!nameForm.test(id) || stats?.isFile() !== true) return undefined;
    const stamp = `${stats.size}@${stats.mtimeMs}`;
    const before = known.get(id);
    if (before?.stamp === stamp) return before.dataset;
    const about = {
      id,
      file: name,
      files: 1,
      files_done: 1,
      bytes: stats.size,
      bytes_done: stats.size,
      progress: 1,
    };
    const common = { ...about, origin: 'file', created_at: stats.mtime.toISOString() } as const;
    let dataset: Dataset;
    try {
      const { market, columns, rows, date } = await inspectFile(join(folder, name));
      const empty = rows === 0 ? 'the file holds only the header' : null;
      dataset = {
        ...common,
        market: market.name,
        date: date ?? null,
        state: empty === null ? 'ready' : 'failed',
        rows,
        columns,
        error: empty,
      };
    } catch (error) {
      if (!(error instanceof BadHeader)) throw error;
      const nothing = { market: null, date: null, rows: 0, columns: 0 };
      dataset = { ...common, ...nothing, state: 'failed', error: `${name}: ${error.message}` };
    }
    known.set(id, { stamp, dataset });
    return dataset;
  }

  async function list(): Promise<Dataset[]> {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.csv'));
    const datasets: Dataset[] = [...underWay.values()];
    for (const name of names) {
      if (underWay.has(name.slice(0, -'.csv'.length))) continue;
      const dataset = await inspected(name);
      if (dataset !== undefined) datasets.push(dataset);
    }
    return datasets.sort((a, b) => `${b.date}${b.id}`.localeCompare(`${a.date}${a.id}`));
  }

  async function get(id: string): Promise<Dataset> {
    const dataset = nameForm.test(id) ? (underWay.get(id) ?? (await inspected(`${id}.csv`))) : undefined;
    if (dataset !== undefined) return dataset;
    const ids = (await list()).map((one) => one.id).slice(0, 20);
    const there = ids.length === 0 ? 'there is none yet' : `there are ${ids.join(', ')}`;
    throw new Problem('unknown-dataset', `there is no dataset ${id.slice(0, 60)}; ${there}`);
  }

  async function fetchDay(bucket: Bucket, market: Market, date: string, dataset: Dataset): Promise<void> {
    const { id } = dataset;
    try {
      if (signal.aborted) return;
      await prepareDataset({
        bucket,
        market,
        date,
        dataset,
        signal,
        partsFolder: join(folder, '.parts', id),
        file: join(folder, `${id}.csv`),
        join: joinFiles,
      });
      underWay.delete(id);
      const { size, mtimeMs } = await lstat(join(folder, `${id}.csv`));
      known.set(id, { stamp: `${size}@${mtimeMs}`, dataset });
      log.info({ dataset: id, files: dataset.files, rows: dataset.rows }, 'dataset is ready');
    } catch (error) {
      const isTold = error instanceof BucketError || error instanceof BadHeader;
      const hint = `. Check ${bucketVariable(market.name)}, or make a day with: npx weir generate ${market.name} --date ${date}`;
      dataset.state = 'failed';
      dataset.error = isTold
        ? `${error.message}${hint}`
        : `${error instanceof Error ? error.message : error}`;
      log.warn({ dataset: id }, dataset.error);
    }
  }

  return {
    list,
    get,
    hasBucket: (market) => buckets.has(market),
    bucketVariable,
    async request(market, date) {
      const id = datasetId(market, date);
      const current = underWay.get(id);
      if (current !== undefined && current.state !== 'failed') return current;
      const today = new Date().toISOString().slice(0, 10);
      const here = await inspected(`${id}.csv`);
      // The running day grows: it is fetched anew.
      if (here?.state === 'ready' && (date !== today || here.origin === 'file')) return here;
      const bucket = buckets.get(market.name);
      if (bucket === undefined) {
        throw new Problem(
          'bucket-not-set',
          `set ${bucketVariable(market.name)} to the address of a bucket with the files of ${market.title}, ` +
            `or make a day with: npx weir generate ${market.name} --date ${date}`,
        );
      }
      const dataset: Dataset = {
        id,
        market: market.name,
        date,
        state: 'queued',
        file: null,
        files: 0,
        files_done: 0,
        bytes: 0,
        bytes_done: 0,
        rows: 0,
        columns: 0,
        progress: 0,
        error: null,
        origin: 'bucket',
        created_at: new Date().toISOString(),
      };
      underWay.set(id, dataset);
      turn = turn.then(() => fetchDay(bucket, market, date, dataset));
      return dataset;
    },
    async fileOf(id) {
      const dataset = await get(id);
      if (dataset.state === 'ready') return { path: join(folder, `${id}.csv`), dataset };
      throw new Problem(
        'dataset-not-ready',
        `${id} is ${dataset.state}${dataset.error === null ? '' : `: ${dataset.error}`}`,
      );
    },
  };
}
