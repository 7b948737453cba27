import type { Clickhouse } from '@weir/clickhouse';
import type { SeriesQuestion } from '../server/series-params.ts';
import { exactValue } from './exact-value.ts';
import { pointColumns, stepParameters, type PointRow, type SeriesPoint } from './series-points.ts';
import { stepSql } from './step-sql.ts';

/** The points of the named groups, oldest first, and of all others together as group `null` where values add up. */
export async function groupPoints(
  clickhouse: Clickhouse,
  question: SeriesQuestion,
  groups: readonly string[],
): Promise<readonly (Omit<SeriesPoint, 'group'> & { readonly group: string | null })[]> {
  const { kind } = question.metric;
  const additive = kind === 'count' || kind === 'sum';
  const steps = stepSql(kind, true, additive ? '' : 'AND `group` IN {groups:Array(String)}');
  // `rest` and not NULL in one column: a group may have any name.
  const sql = `SELECT ${pointColumns}, g AS \`group\`, rest FROM (
    SELECT t, NOT has({groups:Array(String)}, \`group\`) AS rest, if(rest, '', \`group\`) AS g,
           ${additive ? 'sum(s.value)' : 'any(s.value)'} AS value, sum(s.events) AS events, min(s.final) AS final
    FROM (${steps}) AS s GROUP BY t, rest, g)
  ORDER BY t`;
  const rows = await clickhouse.query<PointRow & { rest: number }>(sql, {
    ...stepParameters(question),
    groups,
  });
  return rows.map((row) => ({
    t: Number(row.t),
    value: exactValue(kind, row.value_text),
    events: Number(row.event_count),
    final: row.is_final === 1,
    group: Number(row.rest) === 1 ? null : (row.group ?? ''),
  }));
}
