import type { Point } from '../live/live-state.ts';
import type { Panel } from '../panels/panel.ts';
import { saveFile } from './save-file.ts';
import { toCsv } from './to-csv.ts';

const iso = (ms: number) => new Date(ms).toISOString();

/** All points of a chart as a file, with exact values and times in UTC. */
export function savePoints(panel: Panel, points: readonly Point[], form: 'csv' | 'json'): void {
  const name = `${panel.id}-${iso(points.at(-1)?.t ?? 0).replaceAll(/[:.]/g, '-')}.${form}`;
  if (form === 'csv') {
    const rows = points.map(({ t, value, events, final }) => [iso(t), value, events, final]);
    const text = toCsv(['window_start', panel.metric, 'events', 'final'], rows);
    return saveFile(name, new Blob([text], { type: 'text/csv' }));
  }
  const { stream, metric, unit } = panel;
  const series = points.map(({ t, ...rest }) => ({ window_start: iso(t), ...rest }));
  const text = JSON.stringify({ stream, metric, unit, points: series }, undefined, 1);
  saveFile(name, new Blob([text], { type: 'application/json' }));
}
