import { streamByName, type MetricDefinition } from '@weir/streams';

/** Partitions of each stream's topic: as many rows a window and group. */
export const partitions = 6;

const filled = ['frames', 'transactions', 'receipts', 'orders'];
const groupsOfMetric = 5;
/** Of a metric that is grouped by its stream's key: each lives in one partition only. */
const usersOfWindow = 10;

interface FilledMetric {
  readonly stream: string;
  readonly metric: MetricDefinition;
  readonly groups: number;
  readonly rowsOfWindow: number;
  /** Grouped by the key: a group is in one partition. */
  readonly keyed: boolean;
}

const filledMetrics: readonly FilledMetric[] = filled.flatMap((name) => {
  const stream = streamByName(name);
  if (stream === undefined) throw new Error(`there is no stream ${name}`);
  return stream.metrics.map((metric) => {
    const keyed = metric.by.includes(stream.key);
    const groups = metric.by.length === 0 ? 1 : keyed ? usersOfWindow : groupsOfMetric;
    return { stream: name, metric, groups, keyed, rowsOfWindow: keyed ? groups : groups * partitions };
  });
});

/** Rows of `windows` that an hour of all metrics comes to, each window once. */
export const rowsOfHour = filledMetrics.reduce(
  (sum, { metric, rowsOfWindow }) => sum + (3_600_000 / metric.windowMs) * rowsOfWindow,
  0,
);

/** Which version of the windows is written: an earlier, smaller one; the right one; or a later amendment of some. */
export type Version = 'provisional' | 'final' | 'amended';

/** One window of so many is amended. */
const amendedOf = 97;
const versions: Readonly<Record<Version, { revision: string; final: string; condition: string }>> = {
  provisional: { revision: 'n * 8 + 2', final: 'false', condition: '' },
  final: { revision: 'n * 8 + 5', final: 'true', condition: '' },
  amended: {
    revision: 'n * 8 + 7',
    final: 'true',
    condition: `WHERE cityHash64(n, 'amended') % ${amendedOf} = 0`,
  },
};

function rowsOfMetric(
  { stream, metric, groups, rowsOfWindow, keyed }: FilledMetric,
  fromMs: number,
  toMs: number,
  version: Version,
): string {
  const { revision, final, condition } = versions[version];
  const { windowMs, kind } = metric;
  const first = Math.ceil(fromMs / windowMs);
  const count = Math.max(0, Math.ceil(toMs / windowMs) - first) * rowsOfWindow;
  const scale = metric.unit === 'money' ? 100 : 1;
  const partition = keyed ? `n % ${groups} % ${partitions}` : `n % ${partitions}`;
  const group = keyed ? `n % ${groups}` : `intDiv(n, ${partitions}) % ${groups}`;
  return `SELECT '${stream}', '${metric.name}', '${kind}', '', ${groups === 1 ? "''" : `concat('group-', toString(${group}))`},
    fromUnixTimestamp64Milli(toInt64(intDiv(n, ${rowsOfWindow}) * ${windowMs})) AS start, ${windowMs},
    toUInt32(${partition}), toDecimal128(1 + cityHash64(n, ${revision}) % 90000, 4) / ${scale}, NULL,
    toUInt64(1 + cityHash64(n) % 900), toUInt64(${revision}), ${final}, start + toIntervalMillisecond(${windowMs + 10_000})
  FROM (SELECT number + ${first * rowsOfWindow} AS n FROM numbers(${count})) ${condition}`;
}

/** Fills all metrics' windows that start in [fromMs, toMs): the same rows whenever it is called. */
export const insertWindows = (fromMs: number, toMs: number, version: Version): string =>
  `INSERT INTO windows (stream, metric, kind, run_id, \`group\`, window_start, window_ms, \`partition\`, value, value_at, events, revision, final, _appended_at)
   ${filledMetrics.map((metric) => rowsOfMetric(metric, fromMs, toMs, version)).join('\nUNION ALL\n')}`;
