import type { ChartDataset } from 'chart.js';
import type { ChartLook } from './chart-look.ts';
import { drawnPoint, type ChartPoint } from './chart-points.ts';
import { hatch } from './hatch.ts';

/** A bar for every window, `thickness` pixels wide; hatched while the window may still change. */
export function barDataset(look: ChartLook, thickness: number): ChartDataset<'bar' | 'line', ChartPoint[]> {
  const open = hatch(look.series);
  return {
    type: 'bar',
    data: [],
    backgroundColor: (context: { raw: unknown }) =>
      drawnPoint(context)?.point?.final === false ? open : look.series,
    hoverBackgroundColor: look.ink,
    borderColor: (context: { raw: unknown }) =>
      drawnPoint(context)?.point?.final === false ? look.series : 'transparent',
    borderWidth: { top: thickness > 3 ? 1 : 0 },
    barThickness: thickness,
    borderRadius: thickness > 8 ? { topLeft: 2, topRight: 2 } : 0,
    // An empty window is a window: it gets a hairline, a missing one gets nothing.
    minBarLength: 1,
  };
}
