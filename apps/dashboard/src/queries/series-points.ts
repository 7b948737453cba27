import type { Clickhouse } from '@weir/clickhouse';
import { maxPoints, type SeriesQuestion } from '../server/series-params.ts';
import { exactValue } from './exact-value.ts';
import { readSteps } from './read-steps.ts';
import { stepSql, type Versions } from './step-sql.ts';

/** One point: the windows of a step, merged. */
export interface SeriesPoint {
  /** Start of the step, epoch ms. */
  readonly t: number;
  /** A number for counts; decimal text where a double could not be exact. */
  readonly value: number | string;
  readonly events: number;
  /** False while any window of the step may still change. */
  readonly final: boolean;
  readonly group?: string;
}

export interface PointRow {
  readonly t: number | string;
  readonly value_text: string;
  readonly event_count: number | string;
  readonly is_final: number;
  readonly group?: string;
}

/** What a question binds into `stepSql`. */
export const stepParameters = ({ stream, metric, runId, fromMs, toMs, stepMs }: SeriesQuestion) => ({
  stream,
  metric: metric.name,
  run: runId,
  from: fromMs,
  to: toMs,
  step: stepMs,
});

/** Decimals as text, because a double would lose cents. */
export const pointColumns = (versions: Versions) =>
  `t, toString(value) AS value_text, toInt64(events) AS event_count, toUInt8(final) AS is_final${versions === 'stored' ? ', one_part' : ''}`;

/** The points of a series, oldest first. Steps without any window are absent. */
export async function seriesPoints(
  clickhouse: Clickhouse,
  question: SeriesQuestion,
): Promise<readonly SeriesPoint[]> {
  const { metric, group } = question;
  const grouped = metric.by.length > 0;
  const ofGroup = group === undefined ? '' : 'AND `group` = {group:String}';
  const rows = await readSteps<PointRow>(
    clickhouse,
    question,
    (versions, within) => {
      const steps = stepSql(metric.kind, grouped, { versions, condition: `${ofGroup} ${within}` });
      return `SELECT ${pointColumns(versions)}${grouped ? ', `group`' : ''} FROM (${steps})
  ORDER BY t${grouped ? ', `group`' : ''} LIMIT {limit:UInt32}`;
    },
    {
      ...stepParameters(question),
      limit: maxPoints + 1,
      ...(group === undefined ? {} : { group }),
    },
  );
  return rows.map((row) => ({
    t: Number(row.t),
    value: exactValue(metric.kind, row.value_text),
    events: Number(row.event_count),
    final: row.is_final === 1,
    ...(row.group === undefined || row.group === '' ? {} : { group: row.group }),
  }));
}
