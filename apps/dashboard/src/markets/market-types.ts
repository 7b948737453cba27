/** What the replayer's API tells (`/api/v1/…`, documented in its OpenAPI). */
export interface MarketInfo {
  readonly name: string;
  readonly title: string;
  /** The first day of its public data, `2017-06-26`. */
  readonly first_date: string;
  readonly has_bucket: boolean;
  /** The setting that would name its bucket. */
  readonly bucket_variable: string;
}

/** A day as one file: prepared, or on its way. */
export interface Dataset {
  readonly id: string;
  readonly market: string | null;
  readonly date: string | null;
  readonly state: 'queued' | 'listing' | 'downloading' | 'preparing' | 'ready' | 'failed';
  readonly files: number;
  readonly files_done: number;
  readonly bytes: number;
  readonly bytes_done: number;
  readonly rows: number;
  readonly columns: number;
  /** 0 to 1. */
  readonly progress: number;
  readonly error: string | null;
}

export type Speed = number | 'max';

/** A dataset that was, or is, sent through the gateway as a run. */
export interface Replay {
  readonly id: string;
  readonly dataset: string;
  readonly market: string;
  readonly date: string | null;
  readonly state: 'running' | 'paused' | 'stopped' | 'finished' | 'failed';
  readonly speed: Speed;
  readonly rows_total: number;
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly event_time: string | null;
  readonly message: string | null;
  readonly created_at: string;
  readonly ended_at: string | null;
}

/** A row that was refused, with its line in the file. */
export interface RejectedRow {
  readonly line: number;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

/** One minute: of a security on XETRA (with prices), or of a market segment on EUREX. Decimals are text: exact. */
export interface Bar {
  readonly mnemonic: string;
  readonly minute: string;
  readonly open?: string;
  readonly high?: string;
  readonly low?: string;
  readonly close?: string;
  readonly volume?: string;
  readonly turnover?: string;
  readonly contracts?: string;
  readonly trades: number;
  readonly final: boolean;
}

/** A security or segment over the day so far. */
export interface Mover {
  readonly mnemonic: string;
  readonly open?: string;
  readonly close?: string;
  readonly change_percent?: number;
  readonly volume?: string;
  readonly turnover?: string;
  readonly contracts?: string;
  readonly trades: number;
}

/** How much of a replay the figures hold: it has ended some seconds before all of it is counted. */
export interface RunProgress {
  readonly accepted: number;
  readonly counted: number;
  readonly late: number;
  readonly final: boolean;
  /** The figures are those of the whole replay, for good. */
  readonly complete: boolean;
}

/** All of a day together. */
export interface Totals {
  readonly securities?: number;
  readonly turnover?: string;
  readonly segments?: number;
  readonly contracts?: string;
  readonly trades: number;
}

/** True for a stream of which days are replayed, as runs that its live charts do not show. */
export const isMarket = (stream: string): boolean => stream === 'xetra' || stream === 'eurex';

export const isUnderWay = ({ state }: Dataset): boolean => state !== 'ready' && state !== 'failed';
export const isActive = ({ state }: Replay): boolean => state === 'running' || state === 'paused';
