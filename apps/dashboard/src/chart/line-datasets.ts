import type { ChartDataset } from 'chart.js';
import { withAlpha, type ChartLook } from './chart-look.ts';
import type { ChartPoint } from './chart-points.ts';
import { hatch } from './hatch.ts';

type Dataset = ChartDataset<'bar' | 'line', ChartPoint[]>;

/**
 * A line that breaks where windows are missing, in two parts: solid where windows are final, dashed and hatched where
 * they may still change. (One line with styled segments looks the same and took most of the page's time to draw.)
 */
export function lineDatasets(look: ChartLook): Dataset[] {
  const line = {
    type: 'line',
    data: [],
    borderColor: look.series,
    borderWidth: 1.5,
    borderJoinStyle: 'round',
    pointRadius: 0,
    pointHoverRadius: 3.5,
    pointBorderColor: look.series,
    pointHoverBackgroundColor: look.ink,
    spanGaps: false,
  } satisfies Dataset;
  return [
    { ...line, pointBackgroundColor: look.series, backgroundColor: withAlpha(look.series, 0.1) },
    {
      ...line,
      pointBackgroundColor: look.surface,
      backgroundColor: hatch(look.series, 0.06, 0.4),
      borderDash: [3, 3],
    },
  ];
}

const isFinal = (point: ChartPoint | undefined) => point?.point?.final === true;
const isOpen = (point: ChartPoint | undefined) => point?.point?.final === false;

/** The two parts of a line. A final point beside an open one is in both, so that they join. */
export function lineParts(points: readonly ChartPoint[]): [final: ChartPoint[], open: ChartPoint[]] {
  const missing = (point: ChartPoint): ChartPoint => ({ ...point, y: NaN });
  return [
    points.map((point) => (isFinal(point) ? point : missing(point))),
    points.map((point, i) =>
      isOpen(point) || (isFinal(point) && (isOpen(points[i - 1]) || isOpen(points[i + 1])))
        ? point
        : missing(point),
    ),
  ];
}

/** Dots for windows without neighbours, only where there are any: asking each of 300 points costs a frame. */
export const dotsFor = (data: readonly ChartPoint[]) =>
  data.some(({ alone, y }) => alone && !Number.isNaN(y))
    ? (context: { raw?: unknown }) => ((context.raw as ChartPoint | undefined)?.alone ? 3 : 0)
    : 0;
