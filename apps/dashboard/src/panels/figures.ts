import { sumDecimals } from '../format/decimal.ts';
import type { Point } from '../live/live-state.ts';
import type { Panel } from './panel.ts';

const labels = { sum: 'total', max: 'highest', min: 'lowest', first: 'newest', last: 'newest' } as const;

/** The one number of a panel over its range: the exact total where numbers add up, else the highest or newest. */
export function figureOf(
  { rollup, kind }: Panel,
  points: readonly Point[] | undefined,
): { label: string; value: number | string | undefined } {
  const label = labels[rollup];
  const last = points?.at(-1);
  if (points === undefined || last === undefined) return { label, value: undefined };
  if (rollup === 'sum') {
    const total = sumDecimals(points.map(({ value }) => value));
    return { label, value: kind === 'count' ? Number(total) : total };
  }
  if (rollup !== 'max' && rollup !== 'min') return { label, value: last.value };
  const sign = rollup === 'max' ? 1 : -1;
  const best = points.reduce((a, b) => (sign * Number(b.value) > sign * Number(a.value) ? b : a));
  return { label, value: best.value };
}
