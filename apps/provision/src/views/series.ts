/**
 * `series`, the public read contract: windows merged over partitions, one row per (stream, metric, run, group, window).
 * For each partition the highest revision is taken first, so the rows are exact whether or not parts have been merged;
 * argMax does that five times faster than FINAL on the narrow ranges that a page asks for. Both groupings are by
 * columns of the sorting key of `windows`, so conditions on them reach its primary index (the e2e test explains it).
 * Sums, counts and uniques add up because a key lives in one partition (design §4.8). Of several partitions' `first` and
 * `last` the earliest and the latest event holds; there is no order between partitions, so of equal times the lowest
 * and the highest partition speak.
 */
export const seriesView = {
  name: 'series',
  select: `SELECT
    stream,
    metric,
    run_id,
    window_start,
    any(latest.window_ms) AS window_ms,
    \`group\`,
    multiIf(
        any(latest.kind) IN ('count', 'sum', 'unique'), sum(latest.value),
        any(latest.kind) = 'min', min(latest.value),
        any(latest.kind) = 'max', max(latest.value),
        any(latest.kind) = 'first', argMin(latest.value, (latest.at, latest.\`partition\`)),
        argMax(latest.value, (latest.at, latest.\`partition\`))
    ) AS value,
    sum(latest.events) AS events,
    min(latest.final) AS final
FROM
(
    SELECT
        stream,
        metric,
        run_id,
        window_start,
        \`group\`,
        \`partition\`,
        any(w.kind) AS kind,
        any(w.window_ms) AS window_ms,
        argMax(w.value, w.revision) AS value,
        -- Not null: argMax passes over nulls.
        argMax(ifNull(w.value_at, toDateTime64(0, 3, 'UTC')), w.revision) AS at,
        argMax(w.events, w.revision) AS events,
        argMax(w.final, w.revision) AS final
    FROM \`windows\` AS w
    GROUP BY stream, metric, run_id, window_start, \`group\`, \`partition\`
) AS latest
GROUP BY stream, metric, run_id, window_start, \`group\``,
} as const;
