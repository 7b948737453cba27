import { ClickHouseRefused, type Clickhouse } from '@weir/clickhouse';
import type { Filled } from './fill-windows.ts';
import type { SeriesStack } from './series-stack.ts';

/** A chart whose questions are measured. */
export interface Chart {
  readonly name: string;
  readonly title: string;
  readonly stream: string;
  readonly metric: string;
  /** How `series` is rolled up by hand, in SQL. */
  readonly merge: 'sum' | 'max';
  readonly windowMs: number;
}

export interface Range {
  readonly name: string;
  readonly spanMs: number;
}

/** Milliseconds and rows of questions to one chart over one range. */
export interface Asked {
  readonly p50: number;
  readonly p95: number;
  readonly rowsRead: number;
  readonly points: number;
  readonly stepMs: number;
}

interface Answer {
  readonly step_ms: number;
  readonly points: readonly { t: number; value: number | string; events: number; final: boolean }[];
}

export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
};

async function answerOf({ dashboardUrl }: SeriesStack, chart: Chart, fromMs: number, toMs: number) {
  const { stream, metric } = chart;
  const query = new URLSearchParams({ stream, metric, from: `${fromMs}`, to: `${toMs}` });
  const response = await fetch(`${dashboardUrl}/api/series?${query}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`/api/series answered ${response.status}: ${text}`);
  return JSON.parse(text) as Answer;
}

/**
 * Asks the dashboard as a page does whose range moves: each question begins and ends one step later than the one before
 * it, so that no answer is a kept one. The first one, which warms up, is not counted.
 */
export async function askDashboard(
  stack: SeriesStack,
  chart: Chart,
  { spanMs }: Range,
  { toMs }: Filled,
  times: number,
): Promise<Asked> {
  const first = await answerOf(stack, chart, toMs - spanMs, toMs);
  const stepMs = first.step_ms;
  const ms: number[] = [];
  stack.watch.take();
  for (let back = times; back > 0; back -= 1) {
    const end = toMs - back * stepMs;
    const began = performance.now();
    await answerOf(stack, chart, end - spanMs, end);
    ms.push(performance.now() - began);
  }
  const queries = stack.watch.take();
  const rowsRead = Math.round(queries.reduce((sum, query) => sum + query.rowsRead, 0) / times);
  return { p50: quantile(ms, 0.5), p95: quantile(ms, 0.95), rowsRead, points: first.points.length, stepMs };
}

const within = `FROM series WHERE stream = {stream:String} AND metric = {metric:String} AND run_id = ''
  AND window_start >= fromUnixTimestamp64Milli({from:Int64}) AND window_start < fromUnixTimestamp64Milli({to:Int64})`;

const boundTo = ({ stream, metric }: Chart, { spanMs }: Range, { toMs }: Filled) => ({
  stream,
  metric,
  from: toMs - spanMs,
  to: toMs,
});

/**
 * The same range without roll-up: every window of the view `series`, as whoever knows only that would ask. Undefined
 * when ClickHouse refuses it for its memory.
 */
export async function askEveryWindow(
  clickhouse: Clickhouse,
  chart: Chart,
  range: Range,
  filled: Filled,
  times: number,
): Promise<{ readonly p50: number; readonly windows: number } | undefined> {
  const sql = `SELECT toUnixTimestamp64Milli(window_start) AS t, toString(value) AS value, events, final ${within} ORDER BY t`;
  const ms: number[] = [];
  let windows = 0;
  try {
    for (let time = 0; time < times; time += 1) {
      const began = performance.now();
      windows = (await clickhouse.query(sql, boundTo(chart, range, filled))).length;
      ms.push(performance.now() - began);
    }
  } catch (error) {
    if (error instanceof ClickHouseRefused && error.type === 'MEMORY_LIMIT_EXCEEDED') return undefined;
    throw error;
  }
  return { p50: quantile(ms, 0.5), windows };
}

const comparedAtOnceMs = 86_400_000;

/**
 * How many points of the dashboard's answer are not what `series` says when it is asked in SQL; a day at a time, since
 * the low-memory profile has no room for a week of it.
 */
export async function differences(
  stack: SeriesStack,
  chart: Chart,
  range: Range,
  filled: Filled,
): Promise<number> {
  const bounds = boundTo(chart, range, filled);
  const { points, step_ms: step } = await answerOf(stack, chart, bounds.from, bounds.to);
  const sql = `SELECT intDiv(toUnixTimestamp64Milli(window_start), {step:Int64}) * {step:Int64} AS t,
      toString(${chart.merge}(s.value)) AS value, sum(s.events) AS events, min(s.final) AS final
    FROM (SELECT window_start, value, events, final ${within}) AS s GROUP BY t`;
  const said = new Map<number, string>();
  const stride = Math.ceil(comparedAtOnceMs / step) * step;
  for (let from = bounds.from; from < bounds.to; from = Math.floor((from + stride) / step) * step) {
    const to = Math.min(bounds.to, Math.floor((from + stride) / step) * step);
    const rows = await stack.clickhouse.query<{
      t: string;
      value: string;
      events: string;
      final: number | boolean;
    }>(sql, { ...bounds, from, to, step });
    for (const { t, value, events, final } of rows)
      said.set(Number(t), [Number(value), Number(events), Boolean(final)].join());
  }
  const same = points.filter(
    ({ t, value, events, final }) => said.get(t) === [Number(value), events, final].join(),
  );
  return Math.max(points.length, said.size) - same.length;
}
