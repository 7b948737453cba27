import { durationWords } from '../format/time-format.ts';
import type { Panel } from './panel.ts';

/**
 * The title of a panel at a step. Additive metrics follow the step: "Income per 3 seconds" becomes "Income per
 * 2 minutes" when forty windows are summed into a bar.
 */
export function titleAtStep({ title, windowMs, rollup }: Panel, stepMs: number): string {
  if (stepMs === windowMs || rollup !== 'sum') return title;
  const per = `per ${durationWords(windowMs)}`;
  const wanted = `per ${durationWords(stepMs)}`;
  return title.endsWith(per) ? title.slice(0, -per.length) + wanted : `${title}, ${wanted}`;
}

const rolledUp = { sum: 'Sum', max: 'Highest', min: 'Lowest', first: 'First', last: 'Last' } as const;

/** How windows became points, or undefined when every point is one window. */
export const noteAtStep = ({ windowMs, rollup }: Panel, stepMs: number): string | undefined =>
  stepMs === windowMs ? undefined : `${rolledUp[rollup]} of ${stepMs / windowMs} windows each`;
