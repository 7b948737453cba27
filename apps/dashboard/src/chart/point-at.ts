import type { Chart } from 'chart.js';

/** A drawn point by its places in a chart's data. */
export interface Place {
  readonly datasetIndex: number;
  readonly index: number;
}

/** Marks a point that is drawn and shows its numbers, as the mouse does. Undefined: none. */
export function pointAt(chart: Pick<Chart, 'setActiveElements' | 'update'>, place: Place | undefined): void {
  chart.setActiveElements(place === undefined ? [] : [place]);
  chart.update('none');
}
