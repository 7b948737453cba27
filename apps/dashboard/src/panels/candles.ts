import type { Point } from '../live/live-state.ts';
import type { Panel } from './panel.ts';

/** Open, high, low and close of a step. */
export interface Candle {
  readonly t: number;
  readonly open: number | string;
  readonly high: number | string;
  readonly low: number | string;
  readonly close: number | string;
  readonly final: boolean;
}

/** Four metrics that together are candles: `first`, `max`, `min`, `last` of the same groups and windows. */
export interface CandleFamily {
  readonly open: Panel;
  readonly high: Panel;
  readonly low: Panel;
  readonly close: Panel;
}

/** The four metrics, in the order in which people say them. */
export const panelsOf = ({ open, high, low, close }: CandleFamily): [Panel, Panel, Panel, Panel] => [
  open,
  high,
  low,
  close,
];

/** Candles of the steps for which all four values are there. */
export function candlesOf(parts: Readonly<Record<keyof CandleFamily, readonly Point[]>>): readonly Candle[] {
  const at = (points: readonly Point[]) => new Map(points.map((point) => [point.t, point]));
  const [high, low, close] = [at(parts.high), at(parts.low), at(parts.close)];
  return parts.open.flatMap((open) => {
    const [h, l, c] = [high.get(open.t), low.get(open.t), close.get(open.t)];
    if (h === undefined || l === undefined || c === undefined) return [];
    const final = open.final && h.final && l.final && c.final;
    return [{ t: open.t, open: open.value, high: h.value, low: l.value, close: c.value, final }];
  });
}
