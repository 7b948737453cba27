import type { Market } from '@weir/markets';

export type DatasetState = 'queued' | 'listing' | 'downloading' | 'preparing' | 'ready' | 'failed';

/** A day of a market as one CSV file: prepared, or on its way. */
export interface Dataset {
  readonly id: string;
  readonly market: Market['name'] | null;
  readonly date: string | null;
  state: DatasetState;
  /** In the data folder; null until it is there. */
  file: string | null;
  /** Files of the bucket, and how many of them are here. */
  files: number;
  files_done: number;
  bytes: number;
  bytes_done: number;
  rows: number;
  columns: number;
  /** 0 … 1. */
  progress: number;
  /** What went wrong, and what to do about it. */
  error: string | null;
  readonly origin: 'bucket' | 'file';
  readonly created_at: string;
}

export const datasetId = (market: Market, date: string): string => `${market.name}-${date}`;
