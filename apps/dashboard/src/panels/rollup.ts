import type { MetricKind } from '@weir/streams';

/** How several windows of a metric become one point of a coarser chart. */
export type Rollup = 'sum' | 'max' | 'min' | 'first' | 'last';

/**
 * Counts and sums add up. Unique counts do not (a user of two seconds would count twice), so a coarser
 * chart shows the highest window instead, and says so.
 */
export const rollupOf = (kind: MetricKind): Rollup =>
  kind === 'count' || kind === 'sum' ? 'sum' : kind === 'unique' ? 'max' : kind;
