import type { Clickhouse } from '@weir/clickhouse';
import type { SeriesQuestion } from '../server/series-params.ts';
import { exactValue } from './exact-value.ts';
import { pointColumns, stepParameters, type PointRow, type SeriesPoint } from './series-points.ts';
import { readSteps } from './read-steps.ts';
import { stepSql } from './step-sql.ts';

/** The points of the named groups, oldest first, and of all others together as group `null` where values add up. */
export async function groupPoints(
  clickhouse: Clickhouse,
  question: SeriesQuestion,
  groups: readonly string[],
): Promise<readonly (Omit<SeriesPoint, 'group'> & { readonly group: string | null })[]> {
  const { kind } = question.metric;
  const additive = kind === 'count' || kind === 'sum';
  const ofGroups = additive ? '' : 'AND `group` IN {groups:Array(String)}';
  const rows = await readSteps<PointRow & { rest: number }>(
    clickhouse,
    question,
    (versions, within) => {
      const steps = stepSql(kind, true, { versions, condition: `${ofGroups} ${within}` });
      const onePart = versions === 'stored' ? ', min(s.one_part) AS one_part' : '';
      // `rest` and not NULL in one column: a group may have any name.
      return `SELECT ${pointColumns(versions)}, g AS \`group\`, rest FROM (
    SELECT t, NOT has({groups:Array(String)}, \`group\`) AS rest, if(rest, '', \`group\`) AS g,
           ${additive ? 'sum(s.value)' : 'any(s.value)'} AS value, sum(s.events) AS events, min(s.final) AS final${onePart}
    FROM (${steps}) AS s GROUP BY t, rest, g)
  ORDER BY t`;
    },
    { ...stepParameters(question), groups },
  );
  return rows.map((row) => ({
    t: Number(row.t),
    value: exactValue(kind, row.value_text),
    events: Number(row.event_count),
    final: row.is_final === 1,
    group: Number(row.rest) === 1 ? null : (row.group ?? ''),
  }));
}
