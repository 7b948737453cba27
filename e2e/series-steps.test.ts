import { createClickhouse, type Clickhouse } from '@weir/clickhouse';
import { streamByName, type MetricDefinition, type MetricKind } from '@weir/streams';
import { uniqueName } from '@weir/testing';
import { seededRandom } from './support/seeded-random.ts';

// A chart's points, rolled up by step from `windows`, against the same question asked of the view `series` in SQL: with
// provisional, amended and redelivered rows, in parts that ClickHouse has merged and in parts that it has not. On the
// shared stack, in runs of their own.
const dashboard = process.env['DASHBOARD_URL'] ?? '';
const random = seededRandom(17);
const whole = (below: number) => Math.floor(random() * below);
let clickhouse: Clickhouse;

beforeAll(() => {
  clickhouse = createClickhouse({
    url: process.env['CLICKHOUSE_URL'] ?? '',
    database: process.env['CLICKHOUSE_DATABASE'] ?? 'weir',
    user: 'default',
    password: '',
  });
});

afterAll(() => clickhouse.close());

const startMs = Date.UTC(2026, 0, 31, 12);
const windowsOfMetric = 120;
const partitions = 3;

function metricOf(stream: string, name: string): MetricDefinition {
  const metric = streamByName(stream)?.metrics.find((one) => one.name === name);
  if (metric === undefined) throw new Error(`${stream}.${name}`);
  return metric;
}

interface Row {
  readonly group: string;
  readonly start: number;
  readonly partition: number;
  readonly value: string;
  readonly at: number | null;
  readonly events: number;
  readonly revision: number;
  readonly final: boolean;
}

/** Windows with gaps, most partitions of them; each version of a window has a value of its own. */
function makeRows({ kind, windowMs, by }: MetricDefinition): { first: Row[]; later: Row[] } {
  const counts = kind === 'count' || kind === 'unique';
  const row = (group: string, start: number, partition: number, revision: number): Row => ({
    group,
    start,
    partition,
    value: counts
      ? `${whole(1_000)}`
      : `${whole(2_000_000) - 500_000}.${String(whole(100)).padStart(2, '0')}`,
    at: kind === 'first' || kind === 'last' ? start + whole(windowMs) : null,
    events: 1 + whole(50),
    revision,
    final: revision % 2 === 1,
  });
  const first: Row[] = [];
  const later: Row[] = [];
  for (let n = 0; n < windowsOfMetric; n += 1) {
    if (n % 37 === 5) continue;
    for (const group of by.length === 0 ? [''] : ['a', 'b', `only-${n % 4}`]) {
      for (let partition = 0; partition < partitions; partition += 1) {
        if (random() < 0.2) continue;
        const at = startMs + n * windowMs;
        const revision = 2 * whole(1_000_000);
        const final = row(group, at, partition, revision + 1);
        // Provisional before final, and now and then after it, as a second aggregator may publish.
        (random() < 0.5 ? first : later).push(row(group, at, partition, revision));
        first.push(final);
        if (random() < 0.2) later.push(final);
        if (random() < 0.1) later.push(row(group, at, partition, revision + 2 + whole(9)));
      }
    }
  }
  return { first, later };
}

/** As many rows as fit into one statement. */
const rowsAtOnce = 800;

interface Storing {
  /** How many months the rows arrive in, in turn. */
  readonly months: number;
  /** SQL */
  readonly settings: string;
}

async function insertSome(
  stream: string,
  { name, kind, windowMs }: MetricDefinition,
  run: string,
  rows: readonly Row[],
  { months, settings }: Storing,
) {
  // The month of arrival decides the partition of the table: some versions of a window lie in another one.
  const values = rows.map(
    (row, n) =>
      `('${stream}','${name}','${kind}','${run}','${row.group}',fromUnixTimestamp64Milli(toInt64(${row.start})),${windowMs},${row.partition},
        toDecimal128('${row.value}',4),${row.at === null ? 'NULL' : `fromUnixTimestamp64Milli(toInt64(${row.at}))`},${row.events},${row.revision},${row.final},
        toDateTime64('2026-0${1 + (n % months)}-01 00:00:00',3,'UTC'))`,
  );
  await clickhouse.command(
    `INSERT INTO windows (stream, metric, kind, run_id, \`group\`, window_start, window_ms, \`partition\`, value, value_at, events, revision, final, _appended_at)
     ${settings} SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14 FROM VALUES(
       'c1 String, c2 String, c3 String, c4 String, c5 String, c6 DateTime64(3), c7 UInt64, c8 UInt32, c9 Decimal(38,4), c10 Nullable(DateTime64(3)), c11 UInt64, c12 UInt64, c13 Bool, c14 DateTime64(3)',
       ${values.join(',')})`,
  );
}

async function insert(
  stream: string,
  metric: MetricDefinition,
  run: string,
  rows: readonly Row[],
  storing: Storing = { months: 3, settings: '' },
) {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await insertSome(stream, metric, run, rows.slice(at, at + rowsAtOnce), storing);
  }
}

const merges: Record<MetricKind, string> = {
  count: 'sum(s.value)',
  sum: 'sum(s.value)',
  unique: 'max(s.value)',
  max: 'max(s.value)',
  min: 'min(s.value)',
  first: 'argMin(s.value, s.window_start)',
  last: 'argMax(s.value, s.window_start)',
};

interface Point {
  readonly t: number;
  readonly group: string;
  readonly value: number;
  readonly events: number;
  readonly final: boolean;
}

const order = (a: Point, b: Point) => a.t - b.t || (a.group < b.group ? -1 : a.group > b.group ? 1 : 0);

interface Question {
  readonly stream: string;
  readonly metric: MetricDefinition;
  readonly run: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

async function ofDashboard({ stream, metric, run, from, to, step }: Question): Promise<Point[]> {
  const query = `stream=${stream}&metric=${metric.name}&run=${run}&from=${from}&to=${to}&step=${step}`;
  const response = await fetch(`${dashboard}/api/series?${query}`);
  expect(response.status).toBe(200);
  const { points } = (await response.json()) as {
    points: { t: number; value: number | string; events: number; final: boolean; group?: string }[];
  };
  return points
    .map(({ value, group = '', ...rest }) => ({ ...rest, group, value: Number(value) }))
    .sort(order);
}

async function ofSeries({ stream, metric, run, from, to, step }: Question): Promise<Point[]> {
  const rows = await clickhouse.query<{ t: string; g: string; v: string; e: string; f: number | boolean }>(
    `SELECT intDiv(toUnixTimestamp64Milli(s.window_start), {step:Int64}) * {step:Int64} AS t, s.\`group\` AS g,
            toString(${merges[metric.kind]}) AS v, sum(s.events) AS e, min(s.final) AS f
     FROM (SELECT * FROM series WHERE stream = {stream:String} AND metric = {metric:String} AND run_id = {run:String}
             AND window_start >= fromUnixTimestamp64Milli({from:Int64})
             AND window_start < fromUnixTimestamp64Milli({to:Int64})) AS s
     GROUP BY t, g`,
    { stream, metric: metric.name, run, from, to, step },
  );
  return rows
    .map(({ t, g, v, e, f }) => ({
      t: Number(t),
      group: g,
      value: Number(v),
      events: Number(e),
      final: Boolean(f),
    }))
    .sort(order);
}

/** Every kind of metric, with groups and without. */
const asked = [
  ['frames', 'count'],
  ['frames', 'users_1s'],
  ['transactions', 'income'],
  ['orders', 'sales_by_category'],
  ['xetra', 'open'],
  ['xetra', 'high'],
  ['xetra', 'low'],
  ['xetra', 'close'],
] as const;

test.each(asked)(
  '%s.%s by step is what series says, amended and redelivered windows included',
  async (stream, name) => {
    const metric = metricOf(stream, name);
    const { windowMs } = metric;
    const run = uniqueName('steps');
    const { first, later } = makeRows(metric);
    await insert(stream, metric, run, first);
    // In parts of their own: what is amended or delivered again arrives later.
    for (let part = 0; part < 4; part += 1) {
      await insert(
        stream,
        metric,
        run,
        later.filter((_row, n) => n % 4 === part),
      );
    }
    const compare = async (what: string) => {
      for (const windows of [1, 5, 60, 1_000]) {
        // The second range cuts steps in two. The last is so long that windows are first read as they are stored, and only
        // those steps again that come from several parts.
        for (const [skip, length] of [
          [0, windowsOfMetric],
          [17, 61],
          [-5_000, 5_000 + windowsOfMetric],
        ] as const) {
          const from = startMs + skip * windowMs;
          const question = {
            stream,
            metric,
            run,
            from,
            to: from + length * windowMs,
            step: windows * windowMs,
          };
          const expected = await ofSeries(question);
          expect(expected.length).toBeGreaterThan(0);
          expect({ what, windows, skip, points: await ofDashboard(question) }).toEqual({
            what,
            windows,
            skip,
            points: expected,
          });
        }
      }
    };
    await compare('as it came');
    await clickhouse.command('OPTIMIZE TABLE windows FINAL');
    // An answer is kept for a second.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await compare('merged');
    // Amended once more, beside one merged part.
    await insert(
      stream,
      metric,
      run,
      first
        .filter((_row, n) => n % 3 === 0)
        .map((row) => ({ ...row, value: '7', events: 1, revision: row.revision + 100 })),
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await compare('amended after a merge');
    // Two versions of windows in one part and no other, as a server leaves them that does not collapse what is inserted.
    const twice = first.slice(0, 200).flatMap((row) => {
      const start = row.start - 2_000 * windowMs;
      return [
        { ...row, start, value: '9', revision: row.revision + 2 },
        { ...row, start, value: '8' },
      ];
    });
    await insert(stream, metric, run, twice, { months: 1, settings: 'SETTINGS optimize_on_insert = 0' });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await compare('two versions in one part');
  },
  120_000,
);
