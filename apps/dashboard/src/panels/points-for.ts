import { axisWidth } from '../chart/axis-width.ts';
import type { Panel } from './panel.ts';

/** No more points than a chart has room for: a bar needs about four pixels, a line two. */
export function pointsFor(panel: Pick<Panel, 'chart'>, wide: boolean): number {
  const page = typeof window === 'undefined' ? 1_200 : Math.min(1_280, window.innerWidth);
  const columns = wide || page < 720 ? 1 : page < 1_080 ? 2 : 3;
  const width = page / columns - axisWidth - 40;
  return Math.max(30, Math.floor(width / (panel.chart === 'line' ? 2 : 4)));
}
