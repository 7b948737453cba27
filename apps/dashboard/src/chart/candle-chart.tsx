'use client';

import type { ChartConfiguration } from 'chart.js';
import { useEffect, useRef } from 'react';
import { formatValue } from '../format/number-format.ts';
import { stepWords, type Zone } from '../format/time-format.ts';
import type { Candle } from '../panels/candles.ts';
import { useDark } from '../preferences/use-dark.ts';
import { timeAxis, tooltipLook, valueAxis } from './axes.ts';
import { barThickness } from './chart-config.ts';
import { readChartLook, type ChartLook } from './chart-look.ts';
import { commonOptions } from './common-options.ts';
import { Chart } from './register.ts';
import { useChartWidth } from './use-chart-width.ts';

interface CandleChartProps {
  readonly candles: readonly Candle[];
  readonly span: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number };
  readonly zone: Zone;
  readonly label: string;
}

type Bar = { x: number; y: [number, number]; candle: Candle };
type Config = ChartConfiguration<'bar', Bar[]>;

/** Two floating bars a candle: a hair from lowest to highest, and a body from first to last. */
function configOf({ candles, span, zone }: CandleChartProps, look: ChartLook, width: number): Config {
  const bars = (pick: (candle: Candle) => [number, number]): Bar[] =>
    candles.map((candle) => ({ x: candle.t + span.stepMs / 2, y: pick(candle), candle }));
  const colour = (context: { raw: unknown }) => {
    const candle = (context.raw as Bar | undefined)?.candle;
    return candle !== undefined && Number(candle.close) < Number(candle.open) ? look.fall : look.rise;
  };
  return {
    type: 'bar',
    data: {
      datasets: [
        { data: bars(({ low, high }) => [Number(low), Number(high)]), barThickness: 1, grouped: false },
        {
          data: bars(({ open, close }) => [Number(open), Number(close)]),
          barThickness: Math.min(14, barThickness(span, width)),
          grouped: false,
          minBarLength: 2,
        },
      ].map((dataset) => ({ ...dataset, backgroundColor: colour, borderSkipped: false as const })),
    },
    options: {
      ...commonOptions,
      interaction: { mode: 'x', intersect: false },
      scales: {
        x: { ...timeAxis(look, zone, width), min: span.fromMs, max: span.toMs },
        y: { ...valueAxis(look, 'price', false) },
      },
      plugins: {
        tooltip: {
          ...tooltipLook(look),
          bodyFont: { family: look.font, size: 12 },
          filter: (item) => item.datasetIndex === 0,
          callbacks: {
            title: ([item]) => (item ? stepWords((item.raw as Bar).candle.t, span.stepMs, zone) : ''),
            label: (item) => {
              const { candle } = item.raw as Bar;
              return (['open', 'high', 'low', 'close'] as const).map(
                (name) => `${name}  ${formatValue(candle[name], 'price')}`,
              );
            },
            footer: ([item]) =>
              item && !(item.raw as Bar).candle.final ? ['provisional: may still change'] : [],
          },
        },
      },
    },
  };
}

/** First, highest, lowest and last price of each step. */
export function CandleChart(props: CandleChartProps) {
  const { candles, span, zone, label } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useChartWidth(canvas);
  const dark = useDark();
  useEffect(() => {
    const element = canvas.current;
    if (element?.parentElement == null || width === 0) return;
    const look = readChartLook(element.parentElement, 'price');
    const chart = new Chart(element, configOf(props, look, width));
    return () => chart.destroy();
  }, [candles, span.fromMs, span.toMs, span.stepMs, zone, width, dark]);
  return <canvas ref={canvas} role="img" aria-label={label} />;
}
