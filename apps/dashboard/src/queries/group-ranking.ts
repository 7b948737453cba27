import type { Clickhouse } from '@weir/clickhouse';
import type { SeriesQuestion } from '../server/series-params.ts';
import { exactValue } from './exact-value.ts';
import { stepParameters } from './series-points.ts';
import { stepSql } from './step-sql.ts';

/** A group's place over a range: its one value, merged as the metric is. */
export interface RankedGroup {
  readonly group: string;
  readonly value: number | string;
  readonly events: number;
  readonly final: boolean;
}

export interface Ranking {
  readonly groups: readonly RankedGroup[];
  /** All groups that there were, not only those named. */
  readonly groupCount: number;
  /** Over all groups; the value only where values of groups add up. */
  readonly total: { readonly value: number | string | null; readonly events: number };
}

interface Row {
  readonly group: string;
  readonly value_text: string;
  readonly event_count: number | string;
  readonly is_final: number;
  readonly group_count: number | string;
  readonly total_text: string;
  readonly total_events: number | string;
}

/** The greatest groups of a metric over a range; by their events where values say nothing of greatness (prices). */
export async function groupRanking(
  clickhouse: Clickhouse,
  question: SeriesQuestion,
  top: number,
): Promise<Ranking> {
  const { kind } = question.metric;
  const additive = kind === 'count' || kind === 'sum';
  const order = additive || kind === 'unique' ? 'value' : 'events';
  const sql = `SELECT \`group\`, toString(value) AS value_text, toInt64(events) AS event_count, toUInt8(final) AS is_final,
         count() OVER () AS group_count, toString(sum(value) OVER ()) AS total_text, sum(events) OVER () AS total_events
  FROM (${stepSql(kind, true)}) ORDER BY ${order} DESC, \`group\` LIMIT {top:UInt32}`;
  // One step that holds the whole range: its beginning is cut off by `from`, its end by `to`.
  const parameters = { ...stepParameters(question), step: 1_000_000_000_000_000, top };
  const rows = await clickhouse.query<Row>(sql, parameters);
  const [first] = rows;
  return {
    groups: rows.map((row) => ({
      group: row.group,
      value: exactValue(kind, row.value_text),
      events: Number(row.event_count),
      final: row.is_final === 1,
    })),
    groupCount: Number(first?.group_count ?? 0),
    total: {
      value: !additive ? null : exactValue(kind, first?.total_text ?? '0'),
      events: Number(first?.total_events ?? 0),
    },
  };
}
