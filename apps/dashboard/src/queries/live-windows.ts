import { streams } from '@weir/streams';
import type { LivePoint } from '../live/live-message.ts';
import { liveMetrics } from '../panels/overview.ts';
import type { Clickhouse } from '@weir/clickhouse';
import { exactValue } from './exact-value.ts';

const sql = `
  SELECT stream, metric, toUnixTimestamp64Milli(window_start) AS t, toString(value) AS value_text,
         toInt64(events) AS event_count, toUInt8(final) AS is_final
  FROM series
  WHERE stream IN {streams:Array(String)} AND metric IN {metrics:Array(String)} AND run_id = '' AND \`group\` = ''
    AND window_start >= fromUnixTimestamp64Milli({from:Int64})
  ORDER BY t`;

interface Row {
  readonly stream: string;
  readonly metric: string;
  readonly t: number | string;
  readonly value_text: string;
  readonly event_count: number | string;
  readonly is_final: number;
}

const metrics = new Map(
  streams.flatMap((stream) => liveMetrics(stream).map((metric) => [`${stream.name}.${metric.name}`, metric])),
);

/** Every live window since `fromMs` of every metric without groups, by series id: one query for all charts. */
export async function liveWindows(clickhouse: Clickhouse, fromMs: number): Promise<Map<string, LivePoint[]>> {
  const rows = await clickhouse.query<Row>(sql, {
    streams: streams.map(({ name }) => name),
    metrics: [...new Set([...metrics.values()].map(({ name }) => name))],
    from: fromMs,
  });
  const series = new Map<string, LivePoint[]>([...metrics.keys()].map((id) => [id, []]));
  for (const row of rows) {
    const id = `${row.stream}.${row.metric}`;
    const metric = metrics.get(id);
    if (metric === undefined) continue;
    const value = exactValue(metric.kind, row.value_text);
    series.get(id)?.push([Number(row.t), value, Number(row.event_count), row.is_final === 1 ? 1 : 0]);
  }
  return series;
}
