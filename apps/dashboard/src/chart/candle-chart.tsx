'use client';

import type { ChartConfiguration } from 'chart.js';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { formatValue } from '../format/number-format.ts';
import { formatClock, stepWords, type Zone } from '../format/time-format.ts';
import type { Candle } from '../panels/candles.ts';
import { useDark } from '../preferences/use-dark.ts';
import { timeAxis, tooltipLook, valueAxis } from './axes.ts';
import { barThickness } from './chart-config.ts';
import { readChartLook, type ChartLook } from './chart-look.ts';
import { commonOptions } from './common-options.ts';
import { pointAt } from './point-at.ts';
import { ChartCanvas } from './chart-canvas.tsx';
import { Chart } from './register.ts';
import { useChartWidth } from './use-chart-width.ts';
import { useRangeDrag } from './use-range-drag.ts';
import { zoomByKey, type OnZoom } from './zoom-by-key.ts';

interface CandleChartProps {
  readonly candles: readonly Candle[];
  readonly span: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number };
  readonly zone: Zone;
  readonly label: string;
  /** Told the start of the candle that was clicked, or on which Enter was pressed. */
  readonly onPick?: ((startMs: number) => void) | undefined;
  /** Told the stretch of time that was dragged over. */
  readonly onZoom?: OnZoom | undefined;
}

const parts = ['open', 'high', 'low', 'close'] as const;

type Bar = { x: number; y: [number, number]; candle: Candle };
type Config = ChartConfiguration<'bar', Bar[]>;

type Drawn = Chart<'bar', Bar[]>;

/** Two floating bars a candle: a hair from lowest to highest, and a body from first to last. Without data. */
function configOf(
  stepMs: number,
  zone: Zone,
  look: ChartLook,
  width: number,
  onPick: (startMs: number) => void,
): Config {
  const colour = (context: { raw: unknown }) => {
    const candle = (context.raw as Bar | undefined)?.candle;
    return candle !== undefined && Number(candle.close) < Number(candle.open) ? look.fall : look.rise;
  };
  const common = { data: [], grouped: false, backgroundColor: colour, borderSkipped: false as const };
  return {
    type: 'bar',
    data: {
      datasets: [
        { ...common, barThickness: 1 },
        { ...common, minBarLength: 2 },
      ],
    },
    options: {
      ...commonOptions,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      onClick: (_event, [first], { data }) => {
        const bar = first && (data.datasets[first.datasetIndex]?.data[first.index] as Bar | undefined);
        if (bar !== undefined) onPick(bar.candle.t);
      },
      scales: {
        x: timeAxis(look, zone, width),
        y: { ...valueAxis(look, 'price', false) },
      },
      plugins: {
        tooltip: {
          ...tooltipLook(look),
          bodyFont: { family: look.font, size: 12 },
          filter: (item) => item.datasetIndex === 0,
          callbacks: {
            title: ([item]) => (item ? stepWords((item.raw as Bar).candle.t, stepMs, zone) : ''),
            label: (item) => {
              const { candle } = item.raw as Bar;
              return parts.map((name) => `${name}  ${formatValue(candle[name], 'price')}`);
            },
            footer: ([item]) =>
              item && !(item.raw as Bar).candle.final ? ['provisional: may still change'] : [],
          },
        },
      },
    },
  };
}

/** Puts candles into a chart and draws it; whoever points at one goes on seeing its numbers. */
function draw(
  chart: Drawn,
  { candles, span }: Pick<CandleChartProps, 'candles' | 'span'>,
  width: number,
): void {
  const [hair, body] = chart.data.datasets;
  const x = chart.options.scales?.['x'];
  if (hair === undefined || body === undefined || x === undefined) return;
  const bars = (pick: (candle: Candle) => [number, number]): Bar[] =>
    candles.map((candle) => ({ x: candle.t + span.stepMs / 2, y: pick(candle), candle }));
  hair.data = bars(({ low, high }) => [Number(low), Number(high)]);
  body.data = bars(({ open, close }) => [Number(open), Number(close)]);
  body.barThickness = Math.min(14, barThickness(span, width));
  x.min = span.fromMs;
  x.max = span.toMs;
  chart.update('none');
}

/**
 * First, highest, lowest and last price of each step. Arrow keys walk from candle to candle, Enter picks one, + and - zoom;
 * a screen reader hears each.
 */
export function CandleChart({ candles, span, zone, label, onPick, onZoom }: CandleChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Drawn>(undefined);
  const reached = useRef<number>(undefined);
  const [spoken, setSpoken] = useState('');
  const width = useChartWidth(canvas);
  const dark = useDark();
  const pick = useRef(onPick);
  pick.current = onPick;
  useRangeDrag(canvas, () => chart.current, onZoom);
  // A chart is made anew when its axis or its colours change, and only given new data otherwise.
  useEffect(() => {
    const element = canvas.current;
    if (element?.parentElement == null || width === 0) return;
    const look = readChartLook(element.parentElement, 'price');
    const made = new Chart(
      element,
      configOf(span.stepMs, zone, look, width, (t) => pick.current?.(t)),
    );
    chart.current = made;
    return () => {
      made.destroy();
      chart.current = undefined;
    };
  }, [span.stepMs, zone, width, dark]);
  useEffect(() => {
    const drawn = chart.current;
    if (drawn === undefined) return;
    draw(drawn, { candles, span }, width);
    if (reached.current === undefined) return;
    // Newer candles have moved it.
    const index = candles.findIndex(({ t }) => t === reached.current);
    pointAt(drawn, index < 0 ? undefined : { datasetIndex: 0, index });
  }, [candles, span.fromMs, span.toMs, span.stepMs, zone, width, dark]);

  const onKeyDown = (event: KeyboardEvent) => {
    const drawn = chart.current;
    const at = candles.findIndex(({ t }) => t === reached.current);
    if (event.key === 'Enter') {
      // Or the same key would press the button that a dialog gives the focus to: the one that closes it.
      event.preventDefault();
      if (candles[at] !== undefined) onPick?.(candles[at].t);
      return;
    }
    const atMs = candles[at] && candles[at].t + span.stepMs / 2;
    if (zoomByKey(event.key, { ...span, atMs }, onZoom)) return event.preventDefault();
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (drawn === undefined || move === undefined) return;
    event.preventDefault();
    const index = (at < 0 && move < 0 ? candles.length : at) + move;
    const candle = candles[index];
    if (candle === undefined) return;
    reached.current = candle.t;
    pointAt(drawn, { datasetIndex: 0, index });
    const prices = parts.map((part) => `${part} ${formatValue(candle[part], 'price')}`).join(', ');
    setSpoken(`${formatClock(candle.t, zone)}: ${prices}, ${candle.final ? 'final' : 'provisional'}`);
  };

  return (
    <ChartCanvas {...{ canvas, label, spoken, onKeyDown }} onLeave={() => (reached.current = undefined)} />
  );
}
