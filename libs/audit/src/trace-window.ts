import type { Clickhouse } from '@weir/clickhouse';
import { identifier } from '@weir/clickhouse';
import { judgedRowsSql, type Scope } from './judged-rows.ts';
import { eventTable } from './metric-rows.ts';
import { sliceParameters, type Slice } from './slice.ts';

/** What became of an event, in words. */
export type Fate =
  | 'counted'
  | 'late'
  | 'ahead'
  | 'waiting'
  | 'refused'
  | 'older than the metric'
  | 'without a number'
  | 'in time, but not counted'
  | 'kept out as late, which neither the clock nor a silence confirms'
  | 'late, but no dead letter tells so'
  | 'counted although late'
  | 'ahead, but no dead letter tells so'
  | 'called ahead by a dead letter, which its times deny';

/** One event (or item, for an `each` metric) of a window. */
export interface TracedEvent {
  readonly partition: number;
  readonly offset: number;
  /** The event's id, where its stream has one. */
  readonly id: string | undefined;
  readonly timeMs: number;
  readonly appendedMs: number;
  readonly fate: Fate;
}

const fateSql = `multiIf(
    _told_ahead AND NOT _ahead, 'called ahead by a dead letter, which its times deny',
    _ahead AND NOT _told_ahead AND _settled, 'ahead, but no dead letter tells so',
    _ahead, 'ahead',
    _refused, 'refused',
    NOT _measured, 'without a number',
    _counted AND (_late_by_clock OR _told_late), 'counted although late',
    _counted, 'counted',
    _late AND NOT _late_by_clock AND NOT _late_by_silence,
        'kept out as late, which neither the clock nor a silence confirms',
    _late AND NOT _told_late AND _settled, 'late, but no dead letter tells so',
    _late, 'late',
    _older, 'older than the metric',
    _settled, 'in time, but not counted',
    'waiting')`;

const ordinary: readonly Fate[] = [
  'counted',
  'late',
  'ahead',
  'waiting',
  'refused',
  'older than the metric',
  'without a number',
];

interface EventRow {
  readonly part: number | string;
  readonly off: number | string;
  readonly event_id: string;
  readonly time: number | string;
  readonly appended: number | string;
  readonly fate: Fate;
}

/**
 * The events of one window and group, at most `limit`: the odd ones first, then those of the partitions that differ,
 * the newest first.
 */
export async function traceWindow(
  clickhouse: Clickhouse,
  scope: Scope,
  slice: Slice,
  { differing, limit }: { readonly differing: readonly number[]; readonly limit: number },
): Promise<TracedEvent[]> {
  const { id } = scope.stream;
  const rows = await clickhouse.query<EventRow>(
    `SELECT _partition AS part, _offset AS off, ${id === undefined ? "''" : 'any(e._id)'} AS event_id,
    any(_time) AS time, any(_appended) AS appended, any(${fateSql}) AS fate
FROM (${judgedRowsSql(scope)}) AS j${
      id === undefined
        ? ''
        : `
LEFT JOIN (
    SELECT _partition, _offset, ${identifier(id)} AS _id FROM ${eventTable(scope.stream)}
    WHERE ${identifier(scope.stream.time)} >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
        AND ${identifier(scope.stream.time)} < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
) AS e USING (_partition, _offset)`
    }
WHERE _row
GROUP BY part, off
ORDER BY fate IN {ordinary:Array(String)}, part IN {differing:Array(UInt64)} DESC, off DESC, part
LIMIT {limit:UInt32}`,
    { ...sliceParameters(scope, slice), limit, ordinary, differing },
  );
  return rows.map((row) => ({
    partition: Number(row.part),
    offset: Number(row.off),
    id: row.event_id === '' ? undefined : row.event_id,
    timeMs: Number(row.time),
    appendedMs: Number(row.appended),
    fate: row.fate,
  }));
}
