import type { MetricKind } from '@weir/streams';

/**
 * Which versions of a window are read. `latest`: of each partition the one with the greatest revision (FINAL). `stored`:
 * all that there are, which is the same wherever each window has one; the column `one_part` says of a step that it is so.
 */
export type Versions = 'latest' | 'stored';

export interface StepOptions {
  /** SQL that is put to the rows, on columns of the sorting key only: it is judged before versions are chosen. */
  readonly condition?: string;
  readonly versions?: Versions;
}

interface Parts extends Required<StepOptions> {
  readonly kind: MetricKind;
  readonly grouped: boolean;
}

/**
 * A part of a ReplacingMergeTree holds a window once, for inserts and merges collapse what they write. (A part of level 0 is
 * one whose insert did not: it counts as two.) What comes from one part only is therefore without older versions.
 */
const partColumns = `_part_index + 1 AS last_part,
           if(match(_part, '^[^_]+_[0-9]+_[0-9]+_0(_|$)'), 0, last_part) AS first_part`;
const partsMerged = 'min(first_part) AS first_part, max(last_part) AS last_part';

function windowsSql({ kind, grouped, condition, versions }: Parts): string {
  const timed = kind === 'first' || kind === 'last';
  const stored = versions === 'stored';
  return `
    SELECT window_start, ${grouped ? '`group`, ' : ''}\`partition\`, w.value AS v, w.events AS e, w.final AS f
           ${timed ? `, ifNull(w.value_at, toDateTime64(0, 3, 'UTC')) AS at` : ''}${stored ? `,\n           ${partColumns}` : ''}
    FROM windows AS w ${stored ? '' : 'FINAL'}
    PREWHERE stream = {stream:String} AND metric = {metric:String} AND run_id = {run:String}
      AND window_start >= fromUnixTimestamp64Milli({from:Int64})
      AND window_start < fromUnixTimestamp64Milli({to:Int64}) ${condition}`;
}

const merged: Record<MetricKind, string> = {
  count: 'sum(v)',
  sum: 'sum(v)',
  unique: 'max(v)',
  max: 'max(v)',
  min: 'min(v)',
  first: 'argMin(v, (window_start, at, `partition`))',
  last: 'argMax(v, (window_start, at, `partition`))',
};

/** Unique users of partitions add up within a window, but windows do not: these need a level between. */
const byWindow = (windows: string, { grouped, versions }: Parts): string => `
    SELECT window_start, ${grouped ? '`group`, ' : ''}sum(l.v) AS v, sum(l.e) AS e, min(l.f) AS f
           ${versions === 'stored' ? `, ${partsMerged}` : ''}
    FROM (${windows}) AS l GROUP BY window_start${grouped ? ', `group`' : ''}`;

/**
 * Windows of one metric rolled up by step: columns `t` (epoch ms), `value` (decimal), `events`, `final`, where `grouped`
 * `group`, and of `stored` versions `one_part`. Of `latest` versions the same numbers as from `series`, which an e2e test
 * compares.
 */
export function stepSql(
  kind: MetricKind,
  grouped: boolean,
  { condition = '', versions = 'latest' }: StepOptions = {},
): string {
  const parts = { kind, grouped, condition, versions };
  const windows = windowsSql(parts);
  const onePart = `min(first_part) = max(last_part) AS one_part`;
  return `
  SELECT intDiv(toUnixTimestamp64Milli(window_start), {step:Int64}) * {step:Int64} AS t, ${merged[kind]} AS value,
         sum(e) AS events, min(f) AS final${grouped ? ', `group`' : ''}${versions === 'stored' ? `, ${onePart}` : ''}
  FROM (${kind === 'unique' ? byWindow(windows, parts) : windows})
  GROUP BY t${grouped ? ', `group`' : ''}`;
}
