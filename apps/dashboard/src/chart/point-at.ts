import type { Chart } from 'chart.js';

/** A drawn point by its places in a chart's data. */
export interface Place {
  readonly datasetIndex: number;
  readonly index: number;
}

/** Marks a point that is drawn and shows its numbers, as the mouse does. Undefined: none. */
export function pointAt(
  chart: Pick<Chart, 'setActiveElements' | 'tooltip' | 'update'>,
  place: Place | undefined,
): void {
  const active = place === undefined ? [] : [place];
  chart.setActiveElements(active);
  chart.tooltip?.setActiveElements(active, { x: 0, y: 0 });
  chart.update('none');
}
