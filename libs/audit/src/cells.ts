import { mergedSql, valueAtSql, valueSql } from './metric-rows.ts';
import { judgedRowsSql, type Scope } from './judged-rows.ts';

/**
 * SELECT of one row per cell (run, window, group, partition): the published value beside the one recomputed from the
 * events up to the last offset that it counts, and how many events met which fate.
 *
 * What can be wrong with events, each counted under its own name:
 * - `_uncounted`: in time, stored a while ago, and yet in no value;
 * - `_late_unproved`: a dead letter calls it late, but neither the raw events' clock nor a silence does;
 * - `_late_untold`, `_ahead_untold`: kept out rightly, but no dead letter tells so;
 * - `_counted_late`: counted although the clock or a dead letter calls it late;
 * - `_ahead_unproved`: a dead letter calls it ahead, which its times deny.
 */
export const cellsSql = (scope: Scope): string => `SELECT run_id, _window, _group, _partition,
    max(_found) AS _found, max(_last) AS _last, any(_published) AS _published,
    any(_published_at) AS _published_at, any(_published_events) AS _published_events, max(_final) AS _final,
    ${valueSql(scope.metric, '_counted')} AS _value, ${valueAtSql(scope.metric, '_counted AND _measured')} AS _value_at, countIf(_counted) AS _events,
    minIf(_offset, _counted) AS _first_offset, maxIf(_offset, _counted) AS _last_offset,
    min(if(_row, _offset, 18446744073709551615)) AS _lowest, max(_offset) AS _highest,
    max(_closed) AS _closed_before,
    countIf(_late) AS _late_events, countIf(_row AND _ahead AND _measured) AS _ahead_events, countIf(_waiting) AS _waiting_events,
    countIf(_row AND _measured AND NOT _ahead AND _refused) AS _refused_events, countIf(_older) AS _older_events,
    countIf(_counted AND _group != _natural_group) AS _other_events,
    countIf(_row AND (_told_late OR _told_ahead)) AS _rejected_events,
    countIf(_waiting AND _settled) AS _uncounted,
    countIf(_late AND NOT _late_by_clock AND NOT _late_by_silence) AS _late_unproved,
    countIf(_late AND NOT _told_late AND _settled) AS _late_untold,
    countIf(_counted AND (_late_by_clock OR _told_late)) AS _counted_late,
    countIf(_row AND _ahead AND NOT _told_ahead AND _settled) AS _ahead_untold,
    countIf(_row AND NOT _ahead AND _told_ahead) AS _ahead_unproved,
    _found AND (_value != _published OR _events != _published_events OR _published_at > 0 AND _value_at != _published_at OR _last_offset != _last) AS _differs,
    _found AND _last > transform(_partition, {stored_partitions:Array(UInt64)}, {stored_offsets:Array(UInt64)},
        toUInt64(0)) AS _unstored,
    _unstored AND _last > transform(_partition, {awaited_partitions:Array(UInt64)},
        {awaited_offsets:Array(UInt64)}, toUInt64(18446744073709551615)) AS _in_flight
FROM (${judgedRowsSql(scope)})
GROUP BY run_id, _window, _group, _partition`;

/** All that is wrong with events, as columns of a cell. */
export const faults = [
  'uncounted',
  'late_unproved',
  'late_untold',
  'counted_late',
  'ahead_untold',
  'ahead_unproved',
] as const;
export type Fault = (typeof faults)[number];

/** SELECT of (partition, offset): how far the log must be stored for the values that differ only for want of that. */
export const awaitedSql = (scope: Scope): string => `SELECT _partition AS partition, max(_last) AS offset
FROM (${cellsSql(scope)})
WHERE _unstored AND _differs
GROUP BY _partition`;

const sums = (names: readonly string[]): string =>
  names.map((name) => `sum(c._${name}) AS _${name}`).join(', ');

/** SELECT of one row per window and group, merged over partitions as `series` merges them, with its verdict. */
export const windowsSql = (scope: Scope): string => `SELECT run_id, _window, _group,
    ${mergedSql(scope.metric, 'c._published', 'c._published_at', 'c._found')} AS _published,
    ${mergedSql(scope.metric, 'c._value', 'c._value_at', 'c._events > 0')} AS _value,
    sum(c._published_events) AS _published_events, sum(c._events) AS _events,
    max(c._found) AS _found, minIf(c._final, c._found) AS _final, max(c._differs) AS _differs,
    maxIf(c._last, c._unstored) AS _unstored_offset, max(c._unstored) AS _unstored, max(c._in_flight) AS _in_flight,
    ${sums(['late_events', 'ahead_events', 'waiting_events', 'other_events', 'refused_events', 'older_events'])},
    ${sums(faults)},
    _differs OR ${faults.map((name) => `_${name} > 0`).join(' OR ')} AS _suspect,
    if(_suspect, _in_flight, NOT _found AND _waiting_events > 0) AS _pending,
    _suspect AND NOT _pending AS _wrong,
    NOT _suspect AND NOT _found AND NOT _pending AND _older_events > 0 AS _older,
    NOT (_wrong OR _pending OR _older) AND _late_events + _ahead_events + _other_events + _refused_events > 0
        AS _explained
FROM (${cellsSql(scope)}) AS c
GROUP BY run_id, _window, _group`;
