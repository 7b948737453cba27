import { identifier, type Clickhouse } from '@weir/clickhouse';
import type { MetricDefinition, StreamDefinition } from '@weir/streams';
import { readEventRow, selectEvent, type EventRow } from './event-row.ts';
import { exactValue } from './exact-value.ts';

/** An event is looked for by its id, or by its place in the log. */
export type Wanted = { readonly id: string } | { readonly partition: number; readonly offset: number };

/** A window that the event falls into, as its partition has published it. */
export interface FollowedWindow {
  readonly metric: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Undefined while nothing is published. */
  readonly published?: {
    /** All groups of the partition together; the value only where there is one group. */
    readonly value: number | string | null;
    readonly groups: number;
    readonly events: number;
    readonly final: boolean;
    readonly lastOffset: number;
    readonly atMs: number;
  };
  readonly fate: 'counted' | 'late' | 'ahead' | 'waiting';
}

export interface FollowedEvent {
  readonly stream: string;
  readonly topic: string;
  readonly event: EventRow;
  /** What was said of it: dead letters, and (`duplicate`) copies of it. */
  readonly rejected: readonly { readonly reason: string; readonly detail: string; readonly atMs: number }[];
  readonly windows: readonly FollowedWindow[];
}

const mostFound = 20;

async function find(clickhouse: Clickhouse, stream: StreamDefinition, wanted: Wanted): Promise<EventRow[]> {
  const byId = 'id' in wanted;
  if (byId && stream.id === undefined) return [];
  const condition = byId
    ? `${identifier(stream.id ?? '')} = {id:String}`
    : '_partition = {partition:UInt64} AND _offset = {offset:UInt64}';
  const rows = await clickhouse.query<Record<string, unknown>>(
    `${selectEvent(stream)} FROM ${identifier(`events_${stream.name}`)} WHERE ${condition}
     ORDER BY _appended_at LIMIT 1 BY _partition, _offset LIMIT ${mostFound}`,
    { ...wanted },
  );
  return rows.map(readEventRow);
}

interface WindowRow {
  readonly metric: string;
  readonly value_text: string;
  readonly group_count: number | string;
  readonly event_count: number | string;
  readonly is_final: number;
  readonly newest: number | string;
  readonly at_ms: number | string;
}

/** The newest published value of each metric's window, over the groups of the event's partition. */
const windowsSql = `
  SELECT metric, toString(any(v)) AS value_text, count() AS group_count, sum(e) AS event_count, min(f) AS is_final,
         max(r) AS newest, max(a) AS at_ms
  FROM (
    SELECT metric, \`group\`, argMax(w.value, w.revision) AS v, argMax(w.events, w.revision) AS e,
           toUInt8(argMax(w.final, w.revision)) AS f, max(w.revision) AS r,
           toUnixTimestamp64Milli(argMax(w._appended_at, w.revision)) AS a
    FROM windows AS w
    WHERE stream = {stream:String} AND run_id = {run:String} AND \`partition\` = {partition:UInt32}
      AND metric IN {metrics:Array(String)}
      AND has(arrayZip({metrics:Array(String)}, {starts:Array(Int64)}), (toString(metric), toUnixTimestamp64Milli(window_start)))
      AND window_start >= fromUnixTimestamp64Milli({from:Int64}) AND window_start <= fromUnixTimestamp64Milli({to:Int64})
    GROUP BY metric, \`group\`)
  GROUP BY metric`;

/** Dead letters of the event, and copies of it that came later. */
const saidSql = `
  SELECT reason, any(r.detail) AS detail, toUnixTimestamp64Milli(min(r.at)) AS at_ms FROM rejected AS r
  WHERE stream = {stream:String} AND origin = {origin:String} GROUP BY reason
  UNION ALL
  SELECT 'duplicate' AS reason, concat('came again, counted once; copies: ', toString(count())) AS detail,
         toUnixTimestamp64Milli(min(d.at)) AS at_ms
  FROM duplicates AS d FINAL
  WHERE stream = {stream:String} AND at >= fromUnixTimestamp64Milli({appended:Int64}) AND id = {id:String}
    AND run_id = {run:String} AND event_time = fromUnixTimestamp64Milli({time:Int64})
  HAVING count() > 0`;

const startOf = (metric: MetricDefinition, timeMs: number) =>
  Math.floor(timeMs / metric.windowMs) * metric.windowMs;

async function follow(
  clickhouse: Clickhouse,
  stream: StreamDefinition,
  event: EventRow,
): Promise<FollowedEvent> {
  const starts = stream.metrics.map((metric) => startOf(metric, event.timeMs));
  const [rejected, windows] = await Promise.all([
    clickhouse.query<{ reason: string; detail: string; at_ms: number | string }>(saidSql, {
      stream: stream.name,
      origin: `${stream.topic}-${event.partition}-${event.offset}`,
      run: event.run,
      id: stream.id === undefined ? '' : (event.fields[stream.id] ?? ''),
      time: event.timeMs,
      appended: event.appendedMs,
    }),
    clickhouse.query<WindowRow>(windowsSql, {
      stream: stream.name,
      run: event.run,
      partition: event.partition,
      metrics: stream.metrics.map(({ name }) => name),
      starts,
      from: Math.min(...starts),
      to: Math.max(...starts),
    }),
  ]);
  const ahead = rejected.some(({ reason }) => reason === 'ahead');
  const late = rejected.filter(({ reason }) => reason === 'late').map(({ detail }) => detail);
  const missedBy = (name: string) => late.some((detail) => new RegExp(`\\b${name}\\b`).test(detail));
  return {
    stream: stream.name,
    topic: stream.topic,
    event,
    rejected: rejected.map(({ at_ms, ...rest }) => ({ ...rest, atMs: Number(at_ms) })),
    windows: stream.metrics.map((metric, i): FollowedWindow => {
      const row = windows.find(({ metric: name }) => name === metric.name);
      // Revision = 2 × (last offset counted) + final (design §4.6).
      const lastOffset = Math.floor(Number(row?.newest ?? 0) / 2);
      const counted = row !== undefined && lastOffset >= event.offset;
      const startMs = starts[i] ?? 0;
      return {
        metric: metric.name,
        startMs,
        endMs: startMs + metric.windowMs,
        fate: ahead ? 'ahead' : missedBy(metric.name) ? 'late' : counted ? 'counted' : 'waiting',
        ...(row === undefined
          ? {}
          : {
              published: {
                value: Number(row.group_count) === 1 ? exactValue(metric.kind, row.value_text) : null,
                groups: Number(row.group_count),
                events: Number(row.event_count),
                final: row.is_final === 1,
                lastOffset,
                atMs: Number(row.at_ms),
              },
            }),
      };
    }),
  };
}

/** Every stored event that was meant, with what became of it. */
export async function followEvents(
  clickhouse: Clickhouse,
  streams: readonly StreamDefinition[],
  wanted: Wanted,
): Promise<readonly FollowedEvent[]> {
  const found = await Promise.all(
    streams.map(async (stream) =>
      (await find(clickhouse, stream, wanted)).map((event) => ({ stream, event })),
    ),
  );
  return Promise.all(found.flat().map(({ stream, event }) => follow(clickhouse, stream, event)));
}
