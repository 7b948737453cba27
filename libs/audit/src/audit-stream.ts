import { ClickHouseRefused, type Clickhouse } from '@weir/clickhouse';
import type { MetricDefinition, StreamDefinition } from '@weir/streams';
import { auditSlice, type SliceAudit } from './audit-slice.ts';
import type { Comparison } from './compare-windows.ts';
import { describeWindow } from './describe-window.ts';
import { readKnownFrom } from './known-from.ts';
import { halvesOf, planRanges, sliceOf, type PlannedRange } from './plan-slices.ts';
import { readLogReport } from './read-log.ts';
import type { ReadRecordFree } from './record-free.ts';
import type { AuditReport, Finding, MetricReport } from './report.ts';
import { readStoredOffsets } from './stored-offsets.ts';
import { readTimeFrame, type Range } from './time-frame.ts';

export interface AuditOptions extends Range {
  readonly stream: StreamDefinition;
  /** All of the stream's when absent. */
  readonly metrics?: readonly MetricDefinition[] | undefined;
  /** What the broker took longer ago than this (ms) must have been counted by now. */
  readonly settleMs: number;
  readonly nowMs: number;
  /** Unexplained windows to describe per metric, and events of each. */
  readonly findings: { readonly windows: number; readonly events: number };
  /** Events that one query looks at: bounds ClickHouse's memory. */
  readonly maxRows?: number;
  readonly storedWithinMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Without it, marks of transactions cannot be told from duplicates and missing rows. */
  readonly recordFree?: ReadRecordFree | undefined;
  /** About how many events there are to look at, every metric for itself. */
  readonly onBegin?: (total: number) => void | Promise<void>;
  readonly onProgress?: (done: number) => void;
}

const defaultMaxRows = 250_000;
const counts = [
  'windows',
  'equal',
  'explained',
  'unexplained',
  'provisional',
  'pending',
  'older',
  'events',
  'late',
  'ahead',
  'refused',
  'other',
  'waiting',
] as const;

type Counts = Record<(typeof counts)[number], number>;

const none = (): Counts => Object.fromEntries(counts.map((name) => [name, 0])) as Counts;

function add(total: Counts, comparison: Comparison): void {
  for (const name of counts) total[name] += comparison[name];
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof ClickHouseRefused && error.type === 'MEMORY_LIMIT_EXCEEDED';

/**
 * Recomputes every window of a range from the raw events and compares it with what was published. Events first: their
 * greatest stored offsets are read before any published value, so a value that counts more is recognised.
 */
export async function auditStream(clickhouse: Clickhouse, options: AuditOptions): Promise<AuditReport> {
  const { stream, run, signal, findings: bounds, onProgress, recordFree } = options;
  const metrics = options.metrics ?? stream.metrics;
  const startedAt = performance.now();
  const stored = await readStoredOffsets(clickhouse, stream);
  const knownFrom = await readKnownFrom(clickhouse, stream);
  const frame = await readTimeFrame(clickhouse, stream, options);
  const ranges = frame === undefined ? [] : planRanges(frame, options.maxRows ?? defaultMaxRows);
  const total = metrics.length * ranges.reduce((sum, { rows }) => sum + rows, 0);
  await options.onBegin?.(total);
  const totals = new Map(metrics.map((metric) => [metric, none()]));
  const findings: Finding[] = [];
  let done = 0;

  const describe = async (metric: MetricDefinition, audit: SliceAudit) => {
    const room = bounds.windows - findings.filter((finding) => finding.metric === metric.name).length;
    for (const window of audit.comparison.wrong.slice(0, Math.max(0, room))) {
      findings.push(await describeWindow(clickhouse, audit, window, bounds.events, recordFree));
    }
  };

  const settledMs = options.nowMs - options.settleMs;
  const patience = { storedWithinMs: options.storedWithinMs ?? 10_000, signal };

  /** Compares the windows of a range, in halves where ClickHouse has too little memory for all of them at once. */
  const compare = async (metric: MetricDefinition, range: Pick<PlannedRange, 'fromMs' | 'toMs'>) => {
    const slice = frame && sliceOf(frame, stream, metric, range);
    if (slice === undefined) return;
    const knownFromMs = knownFrom.get(metric.name) ?? 0;
    try {
      const given = { ...slice, stored, settledMs, knownFromMs };
      const audit = await auditSlice(clickhouse, { stream, metric, run }, given, patience);
      add(totals.get(metric) ?? none(), audit.comparison);
      await describe(metric, audit);
    } catch (error) {
      const halves = isTooLarge(error) ? halvesOf(slice, metric) : undefined;
      if (halves === undefined) throw error;
      for (const half of halves) await compare(metric, half);
    }
  };

  for (const range of ranges) {
    for (const metric of metrics) {
      if (signal?.aborted) break;
      try {
        await compare(metric, range);
      } catch (error) {
        // An interrupted query fails; that is no news.
        if (!signal?.aborted) throw error;
      }
      done += range.rows;
      onProgress?.(done);
    }
  }

  const whole = options.fromMs === undefined && options.toMs === undefined && run === undefined;
  return {
    stream: stream.name,
    run,
    fromMs: frame?.fromMs,
    toMs: frame?.toMs,
    complete: !signal?.aborted,
    metrics: [...totals].map(([{ name, windowMs }, total]): MetricReport => ({
      metric: name,
      windowMs,
      ...total,
    })),
    findings,
    log: whole && !signal?.aborted ? await readLogReport(clickhouse, stream, recordFree) : undefined,
    seconds: (performance.now() - startedAt) / 1_000,
  };
}
