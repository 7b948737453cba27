import type { Point } from '../live/live-state.ts';

/** What chart.js draws: a point in the middle of its step. `y` is NaN where there is no window: a gap stays a gap. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly point: Point | undefined;
  /** True when both neighbours are missing: a line has then nothing to draw but a dot. */
  readonly alone: boolean;
}

/** Points for every step in [fromMs, toMs), with the gaps between them left open. */
export function chartPoints(
  points: readonly Point[],
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
): ChartPoint[] {
  const byTime = new Map(points.map((point) => [point.t, point]));
  const all: ChartPoint[] = [];
  for (let t = fromMs; t < toMs; t += stepMs) {
    const point = byTime.get(t);
    all.push({
      x: t + stepMs / 2,
      y: point === undefined ? NaN : Number(point.value),
      point,
      alone: !byTime.has(t - stepMs) && !byTime.has(t + stepMs),
    });
  }
  return all;
}

/** The point behind what chart.js hands to a callback. */
export const drawnPoint = (context: { raw?: unknown } | undefined): ChartPoint | undefined =>
  context?.raw as ChartPoint | undefined;
