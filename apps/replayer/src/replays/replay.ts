import type { Market, Speed } from '@weir/markets';

/** `running` and `paused` go on after a restart of the replayer; the others have ended, `failed` may be resumed. */
export type ReplayState = 'running' | 'paused' | 'stopped' | 'finished' | 'failed';

/** A replay as it is told and as it is kept on disk. Its id is that of its run. */
export interface Replay {
  readonly id: string;
  readonly run_id: string;
  readonly dataset: string;
  readonly market: Market['name'];
  readonly stream: string;
  readonly date: string | null;
  state: ReplayState;
  speed: Speed;
  /** Rows of the file, and how many of them are behind us: accepted or rejected. */
  readonly rows_total: number;
  rows: number;
  accepted: number;
  rejected: number;
  /** Rows that were sent again because an answer was lost. The gateway stores a repeated batch once. */
  repeated: number;
  /** Event time of the last row that was sent. */
  event_time: string | null;
  /** Why it waits, or why it failed. */
  message: string | null;
  readonly created_at: string;
  ended_at: string | null;
}

/** What is kept beside it, to go on exactly where it stood. */
export interface Checkpoint {
  readonly replay: Replay;
  /** Everything up to this line of the file is acknowledged. */
  afterLine: number;
  /** The batch that is under way: up to this line. Sent again, cut the same, with the same key. */
  unfinishedTo: number | null;
  /** Bytes of the report of rejected rows that belong to acknowledged rows. */
  reportBytes: number;
}

export const hasEnded = ({ state }: Replay): boolean =>
  state === 'stopped' || state === 'finished' || state === 'failed';
