/** What the aggregator writes into `detail` before the names of the metrics that an event was too late for. */
const namesFollow = 'too late for ';

/**
 * SELECT of (partition, offset): where in the stream's log the events lie that the dead letters tell of. `at` of a dead
 * letter is the event's append time, which narrows the search.
 */
const toldSql = (condition: string): string =>
  `SELECT toUInt64OrZero(_origin[1]) AS _told_partition, toUInt64OrZero(_origin[2]) AS _told_offset
FROM (
    SELECT extractGroups(origin, '-([0-9]+)-([0-9]+)$') AS _origin
    FROM rejected
    WHERE stream = {stream:String} AND ${condition}
        AND at >= fromUnixTimestamp64Milli({appended_from:Int64}, 'UTC')
        AND at <= fromUnixTimestamp64Milli({appended_to:Int64}, 'UTC')
)
WHERE length(_origin) = 2`;

/** Events that were too late for the metric (rule 3 judges per window, so the detail names who missed it). */
export const toldLateSql = toldSql(
  `reason = 'late' AND has(splitByString(', ', extract(detail, '${namesFollow}(.*)$')), {metric:String})`,
);

/** Records that the aggregator could not take for events, though ClickHouse could (a run id that is none, say). */
export const toldRefusedSql = toldSql("reason = 'undecodable'");

/** Events that were too far ahead for any metric. */
export const toldAheadSql = toldSql("reason = 'ahead'");
