import { sumDecimals } from '../format/decimal.ts';
import { formatRate, formatValue } from '../format/number-format.ts';
import { durationWords } from '../format/time-format.ts';
import type { Point } from '../live/live-state.ts';
import type { Panel } from './panel.ts';

/** A small number at the head of a stream: how things are now. */
export interface Headline {
  readonly id: string;
  readonly label: string;
  /** Undefined while nothing is known. */
  readonly text: string | undefined;
}

const minuteMs = 60_000;
/** The rate is taken over this long, ending a little ago, because the newest windows are still being counted. */
const rateSpanMs = 15_000;
const rateDelayMs = 2_000;

/** Events per second over the last complete windows. */
export function rateOf(points: readonly Point[], windowMs: number, nowMs: number): number {
  const to = Math.floor((nowMs - rateDelayMs) / windowMs) * windowMs;
  const span = Math.ceil(rateSpanMs / windowMs) * windowMs;
  const events = points
    .filter(({ t }) => t >= to - span && t < to)
    .reduce((sum, point) => sum + point.events, 0);
  return events / (span / 1_000);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * The headlines of a stream, by the kinds of its metrics: money of the last minute, events per second, and how many
 * users the longest unique window that is running has seen.
 */
export function headlinesOf(
  title: string,
  panels: readonly Panel[],
  series: Readonly<Record<string, readonly Point[]>>,
  nowMs: number,
): readonly Headline[] {
  const money = panels.find(({ kind, unit }) => kind === 'sum' && unit === 'money');
  const count = panels.find(({ kind }) => kind === 'count');
  const users = panels.filter(({ kind }) => kind === 'unique').toSorted((a, b) => b.windowMs - a.windowMs)[0];
  const headline = (
    panel: Panel | undefined,
    label: string,
    text: (panel: Panel, points: readonly Point[]) => string,
  ) => {
    if (panel === undefined) return [];
    const points = nowMs === 0 ? undefined : series[panel.id];
    return [{ id: panel.id, label, text: points === undefined ? undefined : text(panel, points) }];
  };
  return [
    ...headline(
      money,
      `${capital((money?.metric ?? '').replaceAll('_', ' '))}, last minute`,
      (panel, points) => {
        const lastMinute = points.filter(({ t }) => t >= nowMs - minuteMs && t <= nowMs);
        return formatValue(sumDecimals(lastMinute.map(({ value }) => value)), panel.unit);
      },
    ),
    ...headline(count, `${title} per second, now`, (panel, points) =>
      formatRate(rateOf(points, panel.windowMs, nowMs)),
    ),
    ...headline(users, `Users this ${durationWords(users?.windowMs ?? 0)}`, (panel, points) => {
      const current = Math.floor(nowMs / panel.windowMs) * panel.windowMs;
      return formatValue(points.find(({ t }) => t === current)?.value ?? 0, panel.unit);
    }),
  ];
}
