import type { Clickhouse } from '@weir/clickhouse';
import type { SeriesQuestion } from '../server/series-params.ts';
import { stretchesOf, type Stretch } from './stretches.ts';
import type { Versions } from './step-sql.ts';

/** A row of an answer by step. */
export interface StepRow {
  /** Start of the step, epoch ms. */
  readonly t: number | string;
  /** Only of `stored` versions. */
  readonly one_part?: number | boolean;
}

/** Writes the whole query. `within` is a condition for the windows; `versions` which of them are to be read. */
export type StepQuery = (versions: Versions, within: string) => string;

/** So many windows are looked up with FINAL at once: a question before it would cost as much as it saves. */
const fewWindows = 4_000;
const mostStretches = 16;

const inStretches = (stretches: readonly Stretch[]) =>
  stretches
    .map(
      (_, n) =>
        `(window_start >= fromUnixTimestamp64Milli({from_${n}:Int64}) AND window_start < fromUnixTimestamp64Milli({to_${n}:Int64}))`,
    )
    .join(' OR ');

/**
 * Rows of a question by step, oldest first. FINAL reads a range with one thread and compares row by row, although all but
 * the newest windows lie in one merged part each, together with the whole step around them. So all is first read as it is
 * stored, in parallel and without comparing; only stretches whose steps come from several parts are asked again with
 * FINAL (docs/adr/0016, `npm run bench -- series`).
 */
export async function readSteps<Row extends StepRow>(
  clickhouse: Clickhouse,
  { fromMs, toMs, stepMs, metric }: SeriesQuestion,
  query: StepQuery,
  parameters: Readonly<Record<string, unknown>>,
): Promise<readonly Row[]> {
  const few = (toMs - fromMs) / metric.windowMs <= fewWindows;
  if (few) return clickhouse.query<Row>(query('latest', ''), parameters);
  const stored = await clickhouse.query<Row>(query('stored', ''), parameters);
  const unsure = new Set(stored.filter((row) => !row.one_part).map(({ t }) => Number(t)));
  if (unsure.size === 0) return stored;
  const stretches = stretchesOf([...unsure], stepMs, mostStretches);
  const bounds = stretches.flatMap((stretch, n) => [
    [`from_${n}`, stretch.fromMs],
    [`to_${n}`, stretch.toMs],
  ]);
  const latest = await clickhouse.query<Row>(query('latest', `AND (${inStretches(stretches)})`), {
    ...parameters,
    ...Object.fromEntries(bounds),
  });
  const asked = (t: number) => stretches.some(({ fromMs: from, toMs: to }) => t >= from && t < to);
  const sure = stored.filter(({ t }) => !asked(Number(t)));
  return [...sure, ...latest].sort((a, b) => Number(a.t) - Number(b.t));
}
