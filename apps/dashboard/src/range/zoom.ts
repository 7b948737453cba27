import { movingRanges, rangeSpanMs, type TimeRange } from './time-range.ts';

type Fixed = Extract<TimeRange, { kind: 'fixed' }>;

const leastMs = 2_000;
/** Nothing is longer than this: a year. */
const mostMs = 366 * 86_400_000;

/** The middle half of a stretch, around a moment of it; undefined when it is as short as it may be. */
export function zoomIn(fromMs: number, toMs: number, centreMs: number): Fixed | undefined {
  const half = Math.round((toMs - fromMs) / 4);
  if (2 * half < leastMs) return undefined;
  return { kind: 'fixed', fromMs: centreMs - half, toMs: centreMs + half };
}

/** Twice as long around its middle, but not into the future; of the moving ranges the next longer. Undefined at the end. */
export function zoomOut(range: TimeRange, nowMs: number): TimeRange | undefined {
  const spanMs = rangeSpanMs(range);
  if (range.kind === 'moving') {
    const longer = movingRanges.find((one) => one.spanMs > spanMs);
    return longer && { kind: 'moving', name: longer.name, spanMs: longer.spanMs };
  }
  if (2 * spanMs > mostMs) return undefined;
  const half = Math.ceil(spanMs / 2);
  const toMs = Math.max(range.toMs, Math.min(range.toMs + half, nowMs));
  return { kind: 'fixed', fromMs: toMs - 2 * spanMs, toMs };
}

/** The stretch before (-1) or after (1) a range, as long as it is. Undefined where that lies in the future. */
export function stretchBeside(range: TimeRange, direction: -1 | 1, nowMs: number): Fixed | undefined {
  const spanMs = rangeSpanMs(range);
  const toMs = (range.kind === 'fixed' ? range.toMs : nowMs) + direction * spanMs;
  return toMs - spanMs >= nowMs ? undefined : { kind: 'fixed', fromMs: toMs - spanMs, toMs };
}
