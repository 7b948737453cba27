import type { MetricKind } from '@weir/streams';

/**
 * The valid version of each window of a partition: the one with the greatest revision. FINAL leaves the stretches of parts
 * alone that only one merged part has, and those are nearly all of a long range; argMax, with the same answer, keeps a
 * state for every window (docs/adr/0016, `npm run bench -- series`).
 */
function latestSql(kind: MetricKind, grouped: boolean, condition: string): string {
  const timed = kind === 'first' || kind === 'last';
  return `
    SELECT window_start, ${grouped ? '`group`, ' : ''}\`partition\`, w.value AS v, w.events AS e, w.final AS f
           ${timed ? `, ifNull(w.value_at, toDateTime64(0, 3, 'UTC')) AS at` : ''}
    FROM windows AS w FINAL
    WHERE stream = {stream:String} AND metric = {metric:String} AND run_id = {run:String}
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
const byWindow = (latest: string, grouped: boolean): string => `
    SELECT window_start, ${grouped ? '`group`, ' : ''}sum(l.v) AS v, sum(l.e) AS e, min(l.f) AS f
    FROM (${latest}) AS l GROUP BY window_start${grouped ? ', `group`' : ''}`;

/**
 * Windows of one metric rolled up by step: columns `t` (epoch ms), `value` (decimal), `events`, `final` and, where
 * `grouped`, `group`. The same numbers as from `series`, which an e2e test compares. `condition` (SQL) is put to the rows.
 */
export function stepSql(kind: MetricKind, grouped: boolean, condition = ''): string {
  const latest = latestSql(kind, grouped, condition);
  const from = kind === 'unique' ? byWindow(latest, grouped) : latest;
  return `
  SELECT intDiv(toUnixTimestamp64Milli(window_start), {step:Int64}) * {step:Int64} AS t, ${merged[kind]} AS value,
         sum(e) AS events, min(f) AS final${grouped ? ', `group`' : ''}
  FROM (${from})
  GROUP BY t${grouped ? ', `group`' : ''}`;
}
