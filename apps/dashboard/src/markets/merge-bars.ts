import { sumDecimals } from '../format/decimal.ts';
import type { Point } from '../live/live-state.ts';
import type { Candle } from '../panels/candles.ts';
import type { Bar } from './market-types.ts';

type Priced = Bar & Required<Pick<Bar, 'open' | 'high' | 'low' | 'close'>>;

const hasPrices = (bar: Bar): bar is Priced =>
  bar.open !== undefined && bar.high !== undefined && bar.low !== undefined && bar.close !== undefined;

/** Bars by the step in which they lie, oldest first. */
function byStep<B extends Bar>(bars: readonly B[], stepMs: number): [number, readonly B[]][] {
  const found = new Map<number, B[]>();
  for (const bar of bars) {
    const t = Math.floor(Date.parse(bar.minute) / stepMs) * stepMs;
    const some = found.get(t);
    if (some === undefined) found.set(t, [bar]);
    else some.push(bar);
  }
  return [...found].sort(([a], [b]) => a - b);
}

/** The text of the greatest or smallest number; the text itself stays exact. */
const extreme = (texts: readonly string[], sign: 1 | -1): string =>
  texts.reduce((best, text) => (sign * Number(text) > sign * Number(best) ? text : best));

/** Minutes (oldest first) → candles of a step: first, highest, lowest and last price. Steps without trades are absent. */
export function candlesOfBars(bars: readonly Bar[], stepMs: number): readonly Candle[] {
  return byStep(bars.filter(hasPrices), stepMs).flatMap(([t, some]) => {
    const [first, last] = [some[0], some.at(-1)];
    if (first === undefined || last === undefined) return [];
    const high = extreme(
      some.map((bar) => bar.high),
      1,
    );
    const low = extreme(
      some.map((bar) => bar.low),
      -1,
    );
    return [{ t, open: first.open, high, low, close: last.close, final: some.every(({ final }) => final) }];
  });
}

/** Minutes (oldest first) → the exact sum of one of their numbers in each step. `events` are the minutes. */
export function sumsOfBars(
  bars: readonly Bar[],
  part: 'volume' | 'contracts' | 'trades',
  stepMs: number,
): readonly Point[] {
  return byStep(bars, stepMs).map(([t, some]) => ({
    t,
    value: sumDecimals(some.map((bar) => bar[part] ?? 0)),
    events: some.length,
    final: some.every(({ final }) => final),
  }));
}

const hour = 3_600_000;

/** From the full hour before the first bar to the full hour after the last; undefined without any. */
export function spanOfBars(bars: readonly Bar[]): { fromMs: number; toMs: number } | undefined {
  const [first, last] = [bars[0], bars.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const fromMs = Math.floor(Date.parse(first.minute) / hour) * hour;
  return { fromMs, toMs: Math.ceil((Date.parse(last.minute) + 60_000) / hour) * hour };
}
