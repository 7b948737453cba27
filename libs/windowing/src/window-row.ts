import type { WindowResult } from '@weir/schemas';

/** A value of one window as it is published: a `WindowResult` without what is the same for the whole partition. */
export type WindowRow = Pick<
  WindowResult,
  'run_id' | 'group' | 'window_start' | 'value' | 'value_at' | 'events' | 'revision' | 'final'
> & {
  /** Index of the metric in the stream's definition. */
  readonly metric: number;
};
