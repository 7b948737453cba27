import { streamByName } from '@weir/streams';
import {
  askDashboard,
  askEveryWindow,
  differences,
  quantile,
  type Asked,
  type Chart,
  type Range,
} from '../series/ask-charts.ts';
import { fillWindows, type Filled } from '../series/fill-windows.ts';
import { startSeriesStack, type SeriesStack } from '../series/series-stack.ts';
import { formatTable, type Column } from '../report/table.ts';
import { chosen, type Benchmark } from './benchmark.ts';

const chart = (stream: string, metric: string): Chart => {
  const found = streamByName(stream)?.metrics.find(({ name }) => name === metric);
  if (found === undefined) throw new Error(`there is no metric ${stream}.${metric}`);
  const { title, kind, windowMs } = found;
  const merge = kind === 'unique' ? 'max' : 'sum';
  return { name: `${stream}.${metric}`, title, stream, metric, merge, windowMs };
};

const charts = [chart('frames', 'count'), chart('frames', 'users_1s'), chart('transactions', 'income')];

const minute = 60_000;
const ranges: readonly Range[] = [
  { name: '5 min', spanMs: 5 * minute },
  { name: '1 h', spanMs: 60 * minute },
  { name: '24 h', spanMs: 1_440 * minute },
  { name: '7 d', spanMs: 10_080 * minute },
];

const times = 40;
const peerTimes = 5;
const liveSeconds = 15;

interface SeriesRow extends Asked {
  readonly name: string;
  readonly title: string;
  readonly range: string;
  /** Undefined: ClickHouse refused it for its memory. */
  readonly everyWindow: { readonly p50: number; readonly windows: number } | undefined;
  readonly differences: number;
}

const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0);
const whole = (value: number) => Math.round(value).toLocaleString('en-US');

const columns: readonly Column<SeriesRow>[] = [
  { head: 'chart', align: 'left', cell: ({ title }) => title },
  { head: 'range', align: 'left', cell: ({ range }) => range },
  { head: 'step s', align: 'right', cell: ({ stepMs }) => `${stepMs / 1_000}` },
  { head: 'points', align: 'right', cell: ({ points }) => whole(points) },
  { head: 'p50 ms', align: 'right', cell: ({ p50 }) => ms(p50) },
  { head: 'p95 ms', align: 'right', cell: ({ p95 }) => ms(p95) },
  { head: 'rows read', align: 'right', cell: ({ rowsRead }) => whole(rowsRead) },
  {
    head: 'without roll-up: windows',
    align: 'right',
    cell: ({ everyWindow }) => (everyWindow === undefined ? 'no memory' : whole(everyWindow.windows)),
  },
  {
    head: 'p50 ms',
    align: 'right',
    cell: ({ everyWindow }) => (everyWindow === undefined ? '–' : ms(everyWindow.p50)),
  },
  {
    head: 'equal to series',
    align: 'left',
    cell: ({ differences: wrong, points }) =>
      wrong === 0 ? `all ${whole(points)}` : `WRONG: ${whole(wrong)} differ`,
  },
];

/** What the dashboard's one poll a second costs, while a browser listens. */
async function livePoll(stack: SeriesStack, signal: AbortSignal): Promise<string> {
  const stop = new AbortController();
  const live = await fetch(`${stack.dashboardUrl}/api/live`, { signal: stop.signal });
  const reading = live.text().catch(() => undefined);
  stack.watch.take();
  await new Promise((resolve) => setTimeout(resolve, liveSeconds * 1_000));
  const polls = stack.watch.take().filter(({ sql }) => sql.includes('FROM series'));
  stop.abort();
  await reading;
  signal.throwIfAborted();
  const took = polls.map((poll) => poll.ms);
  return `The poll of the live charts, once a second: p50 ${ms(quantile(took, 0.5))} ms, p95 ${ms(quantile(took, 0.95))} ms, ${whole(
    quantile(
      polls.map(({ rowsRead }) => rowsRead),
      0.5,
    ),
  )} rows read (${polls.length} polls in ${liveSeconds} s)`;
}

async function measureChart(
  stack: SeriesStack,
  one: Chart,
  range: Range,
  filled: Filled,
): Promise<SeriesRow> {
  const asked = await askDashboard(stack, one, range, filled, times);
  return {
    ...asked,
    name: one.name,
    title: one.title,
    range: range.name,
    everyWindow: await askEveryWindow(stack.clickhouse, one, range, filled, peerTimes),
    differences: await differences(stack, one, range, filled),
  };
}

/** How fast the dashboard answers a chart when `windows` is large. */
export const series: Benchmark = {
  name: 'series',
  about: 'the dashboard’s charts over 5 minutes to 7 days at 50 million rows of windows (--events: rows)',
  rows: charts.map(({ name }) => name),
  byDefault: false,
  async run(measuring, { events = 50_000_000, only }) {
    const { say, signal } = measuring;
    const stack = await startSeriesStack(measuring);
    try {
      const filled = await fillWindows(stack.clickhouse, events, say, signal);
      say(`series: ${whole(filled.rows)} rows in ${filled.parts} parts`);
      const live = await livePoll(stack, signal);
      const rows: SeriesRow[] = [];
      for (const one of chosen(charts, only)) {
        for (const range of ranges) {
          const row = await measureChart(stack, one, range, filled);
          say(`${one.name} ${range.name}: p50 ${ms(row.p50)} ms, p95 ${ms(row.p95)} ms`);
          rows.push(row);
        }
      }
      const hours = Math.round((filled.toMs - filled.fromMs) / 3_600_000);
      return [
        {
          title: `charts at ${whole(filled.rows)} rows of windows`,
          input: `${hours} hours of all metrics of four streams, 6 partitions, in ${filled.parts} parts; 1 % of windows amended, the last hour with provisional values and delivered twice. ${times} questions to GET /api/series each, every one a step later; without roll-up: every window of the view series, ${peerTimes} times`,
          table: `${formatTable(columns, rows)}\n\n${live}`,
          rows,
        },
      ];
    } finally {
      await stack.stop();
    }
  },
};
