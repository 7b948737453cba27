/**
 * `dead_letters`, the public read contract of what was refused: one row per dead letter, with the time at which it was
 * sent again and the run that it went to (empty: live traffic), both null while it was not. Conditions on stream and
 * origin, the sorting key of both tables, reach their primary indexes.
 */
export const deadLettersView = {
  name: 'dead_letters',
  select: `SELECT
    r.stream AS stream,
    r.reason AS reason,
    r.detail AS detail,
    r.origin AS origin,
    r.run_id AS run_id,
    r.key AS key,
    r.at AS at,
    r.payload AS payload,
    d.redriven_at AS redriven_at,
    d.redriven_run AS redriven_run
FROM \`rejected\` AS r FINAL
LEFT JOIN
(
    -- Nullable, so that those without a partner are null whatever \`join_use_nulls\` says.
    SELECT stream, origin, toNullable(\`at\`) AS redriven_at, toNullable(run_id) AS redriven_run
    FROM \`redrives\` FINAL
) AS d ON d.stream = r.stream AND d.origin = r.origin`,
} as const;
