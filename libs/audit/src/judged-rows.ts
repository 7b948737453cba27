import { otherGroup, type MetricDefinition, type StreamDefinition } from '@weir/streams';
import { closingsSql } from './closings.ts';
import { toldAheadSql, toldLateSql, toldRefusedSql } from './dead-letters.ts';
import { metricRowsSql, rowColumns } from './metric-rows.ts';
import { silenceStepsSql } from './silences.ts';

/** Which part of a metric a query is about. */
export interface Scope {
  readonly stream: StreamDefinition;
  readonly metric: MetricDefinition;
  /** Only this run; `''` is live traffic. Absent: all. */
  readonly run?: string | undefined;
  /** Only this group, by its published name. Absent: all. */
  readonly group?: string | undefined;
  /** True when some window has more groups than the stream's bound: they must then be ranked, which costs as much again. */
  readonly overBound?: boolean;
  /** True when the slice has silences. */
  readonly silent?: boolean;
}

export const runSql = ({ run }: Scope): string => (run === undefined ? '' : ' AND run_id = {run:String}');

/** The last published value of every window, group and partition, with the last offset that it counts (rule 6). */
const publishedSql = (scope: Scope): string => `SELECT run_id,
    toUnixTimestamp64Milli(window_start) AS _window, \`group\` AS _group, toUInt64(\`partition\`) AS _partition,
    1 AS _found, intDiv(max(revision), 2) AS _last, argMax(value, revision) AS _published,
    argMax(ifNull(toUnixTimestamp64Milli(value_at), 0), revision) AS _published_at,
    argMax(events, revision) AS _published_events, toUInt8(argMax(final, revision)) AS _final
FROM windows
WHERE stream = {stream:String} AND metric = {metric:String}
    AND window_start >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND window_start < fromUnixTimestamp64Milli({to:Int64}, 'UTC')${runSql(scope)}
GROUP BY run_id, _window, _group, _partition`;

const joinSilences = `
ASOF LEFT JOIN (${silenceStepsSql}) AS s
    ON r.run_id = s.run_id AND r._partition = s._partition AND r._offset >= s._from`;

/** SELECT of a row when some window has more groups than `maxGroups`, be it with events that do not count. */
export const overBoundSql = (scope: Scope): string => `SELECT 1 AS over
FROM (${metricRowsSql(scope.stream, scope.metric, runSql(scope))})
GROUP BY run_id, _partition, _window
HAVING uniqExact(_group) > {max_groups:UInt32}
LIMIT 1`;

/** The rows with what the clock, a silence and the dead letters say of them. */
const witnessedSql = (scope: Scope): string => `SELECT ${rowColumns(scope.metric)
  .map((name) => `r.${name} AS ${name}`)
  .join(', ')},
    c._closed AS _closed, _closed > 0 AND r._offset >= _closed AS _late_by_clock,
    ${scope.silent ? 'r._window + {size:Int64} <= s._end' : 'false'} AS _late_by_silence,
    (r._partition, r._offset) IN (${toldLateSql}) AS _told_late,
    (r._partition, r._offset) IN (${toldAheadSql}) AS _told_ahead,
    (r._partition, r._offset) IN (${toldRefusedSql}) AS _refused
FROM (${metricRowsSql(scope.stream, scope.metric, runSql(scope))}) AS r
ASOF LEFT JOIN (${closingsSql(scope.stream, runSql(scope))}) AS c
    ON r.run_id = c.run_id AND r._partition = c._partition AND r._window + {size:Int64} <= c._bin${scope.silent ? joinSilences : ''}`;

/**
 * Rule 10: the first `maxGroups` groups of a window and partition, in log order, keep their names; the others are
 * counted together. Only events that came in time take a place.
 */
const groupedSql = (scope: Scope): string => {
  const rows = `SELECT * EXCEPT _group, _group AS _natural_group FROM (${witnessedSql(scope)})`;
  if (!scope.overBound) return `SELECT *, _natural_group AS _group FROM (${rows})`;
  return `SELECT *, if((run_id, _partition, _window, _natural_group) IN (
        SELECT run_id, _partition, _window, _natural_group FROM (
            SELECT run_id, _partition, _window, _natural_group, row_number() OVER (
                PARTITION BY run_id, _partition, _window ORDER BY min((_offset, _item))) AS _place
            FROM (${rows})
            WHERE NOT _ahead AND NOT _refused AND NOT _late_by_clock AND NOT _told_late
            GROUP BY run_id, _partition, _window, _natural_group)
        WHERE _place > {max_groups:UInt64}), '${otherGroup}', _natural_group) AS _group
FROM (${rows})`;
};

/**
 * SELECT of all rows of the raw events beside what was published for their cell (run, window, group, partition), and
 * each with its verdict, one of which holds: `_counted` (at or before the last offset that the published value counts),
 * `_ahead`, `_refused`, `_late`, `_older` (than the metric), `_waiting` (came after that offset), or none (its number is
 * null). A published value without any event comes as a row with `_row` = 0.
 */
export function judgedRowsSql(scope: Scope): string {
  const group = scope.group === undefined ? '' : '\nWHERE _group = {group:String}';
  return `SELECT *,
    _row AND _measured AND NOT _ahead AND NOT _refused AS _countable,
    _countable AND _found AND _offset <= _last AS _counted,
    _countable AND NOT _counted AND (_late_by_clock OR _told_late) AS _late,
    _countable AND NOT _late AND NOT _found AND _appended < {known_from:Int64} AS _older,
    _countable AND NOT _counted AND NOT _late AND NOT _older AS _waiting,
    _appended <= {settled:Int64} AS _settled
FROM (SELECT *, 1 AS _row FROM (${groupedSql(scope)})) AS r
FULL JOIN (${publishedSql(scope)}) AS p USING (run_id, _window, _group, _partition)${group}`;
}
