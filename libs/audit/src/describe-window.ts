import type { Clickhouse } from '@weir/clickhouse';
import type { SliceAudit } from './audit-slice.ts';
import { readCells } from './read-cells.ts';
import type { WrongWindow } from './compare-windows.ts';
import { subtract } from './decimal-text.ts';
import { reasonsOf } from './describe-finding.ts';
import { readMissingOffsets } from './missing-offsets.ts';
import type { ReadRecordFree } from './record-free.ts';
import type { Finding } from './report.ts';
import { traceWindow } from './trace-window.ts';

/** An unexplained window with its events, and the offsets of the log that it may miss. */
export async function describeWindow(
  clickhouse: Clickhouse,
  { scope: wide, slice: whole }: SliceAudit,
  window: WrongWindow,
  maxEvents: number,
  recordFree?: ReadRecordFree,
): Promise<Finding> {
  const { metric, stream } = wide;
  const fromMs = window.windowStartMs;
  const toMs = fromMs + metric.windowMs;
  const scope = { ...wide, run: window.runId, group: window.group };
  const slice = { ...whole, fromMs, toMs };
  const withoutEvent: string[] = [];
  const differing: number[] = [];
  for (const cell of await readCells(clickhouse, scope, slice)) {
    if (cell.differs) differing.push(cell.partition);
    // Whether events are missing is asked only of partitions that publish more than is stored.
    if (!cell.differs || cell.publishedEvents <= cell.events) continue;
    const { partition, lowestOffset, lastCounted } = cell;
    const first = lowestOffset ?? lastCounted;
    const ask = (firstOffset: number, lastOffset: number, limit: number) =>
      readMissingOffsets(
        clickhouse,
        stream,
        { partition, firstOffset, lastOffset, fromMs, toMs },
        limit,
        recordFree,
      );
    // What is gone lies most likely between the events that are left, or else a little before the first of them, where
    // events of other runs and hours are listed too and must not push the likely ones out.
    const between = (await ask(first, lastCounted, maxEvents)).offsets;
    const before =
      first === 0 ? [] : (await ask(Math.max(0, first - maxEvents), first - 1, maxEvents)).offsets;
    const offsets = [...between, ...before].slice(0, maxEvents);
    withoutEvent.push(...offsets.map((offset) => `${partition}-${offset}`));
  }
  const { faults: _faults, ...facts } = window;
  return {
    metric: metric.name,
    ...facts,
    difference: subtract(window.published ?? '0', window.recomputed),
    differenceEvents: window.publishedEvents - window.recomputedEvents,
    reasons: reasonsOf(window),
    events: await traceWindow(clickhouse, scope, slice, { differing, limit: maxEvents }),
    withoutEvent: withoutEvent.slice(0, maxEvents),
  };
}
