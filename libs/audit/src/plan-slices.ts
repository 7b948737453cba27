import type { MetricDefinition, StreamDefinition } from '@weir/streams';
import type { RunOffset, Slice } from './slice.ts';
import { hourMs, type FrameHour, type TimeFrame } from './time-frame.ts';

/** A range of event time whose events are looked at in one go. */
export interface PlannedRange {
  readonly fromMs: number;
  readonly toMs: number;
  /** About how many events are in it: for progress. */
  readonly rows: number;
}

/** Cuts a frame where it is cheap to: at hours, or evenly within an hour that alone has more than `maxRows` events. */
export function planRanges({ hours, fromMs, toMs }: TimeFrame, maxRows: number): PlannedRange[] {
  const byHour = new Map<number, number>();
  for (const { hour, rows } of hours) {
    if (hour * hourMs < toMs) byHour.set(hour, (byHour.get(hour) ?? 0) + rows);
  }
  const ranges: PlannedRange[] = [];
  let startMs = fromMs;
  let pending = 0;
  const cutAt = (endMs: number, rows: number) => {
    const end = Math.min(Math.max(endMs, startMs), toMs);
    if (end > startMs) ranges.push({ fromMs: startMs, toMs: end, rows });
    startMs = end;
    pending = 0;
  };
  for (const [hour, rows] of [...byHour].sort(([a], [b]) => a - b)) {
    if (pending > 0 && pending + rows > maxRows) cutAt(hour * hourMs, pending);
    pending += rows;
    if (pending <= maxRows) continue;
    const pieces = Math.ceil(rows / maxRows);
    for (let piece = 1; piece < pieces; piece += 1) {
      cutAt(hour * hourMs + Math.round((piece * hourMs) / pieces), rows / pieces);
    }
    cutAt((hour + 1) * hourMs, rows / pieces);
  }
  if (startMs < toMs) cutAt(toMs, pending);
  return ranges;
}

const ceilTo = (ms: number, stepMs: number): number => Math.ceil(ms / stepMs) * stepMs;

/** Where a metric's slice of a range begins and ends, and what the frame knows of its surroundings. */
export type MetricSlice = Pick<
  Slice,
  'fromMs' | 'toMs' | 'horizonMs' | 'carry' | 'appendedFromMs' | 'appendedToMs'
>;

/** For each run and partition that is in `within`, its smallest offset at or after an hour. */
function firstOffsetsFrom(
  hours: readonly FrameHour[],
  fromHour: number,
  within: ReadonlySet<string>,
): RunOffset[] {
  const first = new Map<string, RunOffset>();
  for (const { runId, partition, hour, firstOffset } of hours) {
    const key = `${runId}|${partition}`;
    if (hour < fromHour || firstOffset === undefined || !within.has(key)) continue;
    const known = first.get(key);
    if (known === undefined || firstOffset < known.offset)
      first.set(key, { runId, partition, offset: firstOffset });
  }
  return [...first.values()];
}

/** The windows of a metric that start in a range; undefined when none does (the window is longer than the range). */
export function sliceOf(
  { hours }: TimeFrame,
  { graceMs }: Pick<StreamDefinition, 'graceMs'>,
  { windowMs }: Pick<MetricDefinition, 'windowMs'>,
  range: Pick<PlannedRange, 'fromMs' | 'toMs'>,
): MetricSlice | undefined {
  const fromMs = ceilTo(range.fromMs, windowMs);
  const toMs = ceilTo(range.toMs, windowMs);
  if (fromMs >= toMs) return undefined;
  const horizonMs = ceilTo(toMs + graceMs, hourMs);
  const here = hours.filter(({ hour }) => (hour + 1) * hourMs > fromMs && hour * hourMs < toMs);
  const within = new Set(here.map(({ runId, partition }) => `${runId}|${partition}`));
  return {
    fromMs,
    toMs,
    horizonMs,
    carry: firstOffsetsFrom(hours, horizonMs / hourMs, within),
    appendedFromMs: here.reduce(
      (least, one) => Math.min(least, one.appendedFromMs),
      here[0]?.appendedFromMs ?? 0,
    ),
    appendedToMs: here.reduce((most, one) => Math.max(most, one.appendedToMs), 0),
  };
}

/** A slice in two, cut where a window begins; undefined when it is one window. */
export function halvesOf(
  { fromMs, toMs }: Pick<MetricSlice, 'fromMs' | 'toMs'>,
  { windowMs }: Pick<MetricDefinition, 'windowMs'>,
): readonly { fromMs: number; toMs: number }[] | undefined {
  const middleMs = ceilTo((fromMs + toMs) / 2, windowMs);
  if (middleMs <= fromMs || middleMs >= toMs) return undefined;
  return [
    { fromMs, toMs: middleMs },
    { fromMs: middleMs, toMs },
  ];
}
