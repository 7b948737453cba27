import type { MetricUnit } from '@weir/streams';
import type { Scale, ScaleOptionsByType } from 'chart.js';
import { formatCompact, formatPrice } from '../format/number-format.ts';
import type { Zone } from '../format/time-format.ts';
import { axisWidth } from './axis-width.ts';
import type { ChartLook } from './chart-look.ts';
import { tickLabel, timeTicks } from './time-ticks.ts';

const fontOf = (look: ChartLook) => ({ family: look.font, size: 11 });

/** Event time from left to right, with ticks at round times of the reader's clock. */
export const timeAxis = (look: ChartLook, zone: Zone, width: number) => ({
  type: 'linear' as const,
  offset: false,
  grid: { display: false },
  border: { color: look.grid },
  afterBuildTicks: (axis: Scale) => {
    axis.ticks = timeTicks(axis.min, axis.max, width - axisWidth, zone).map((value) => ({ value }));
  },
  ticks: {
    color: look.muted,
    font: fontOf(look),
    maxRotation: 0,
    autoSkip: false,
    callback: (value: number | string, _index: number, ticks: readonly { value: number }[]) =>
      tickLabel(
        Number(value),
        ticks.map((tick) => tick.value),
        zone,
      ),
  },
});

/** Values from zero upwards; prices from where they are. */
export const valueAxis = (look: ChartLook, unit: MetricUnit, fromZero = true) => ({
  type: 'linear' as const,
  beginAtZero: fromZero,
  ...(fromZero ? { suggestedMax: 1 } : {}),
  grace: '4%' satisfies ScaleOptionsByType<'linear'>['grace'] as '4%',
  grid: { color: look.grid, drawTicks: false },
  border: { display: false },
  afterFit: (axis: Scale) => {
    axis.width = axisWidth;
  },
  ticks: {
    color: look.muted,
    font: fontOf(look),
    maxTicksLimit: 5,
    padding: 8,
    ...(unit === 'price' ? {} : { precision: unit === 'money' ? 2 : 0 }),
    callback: (value: number | string, _index: number, ticks: readonly { value: number }[]) =>
      unit === 'price'
        ? formatPrice(Number(value), (ticks[1]?.value ?? 0) - (ticks[0]?.value ?? 0))
        : formatCompact(Number(value)),
  },
});

/** How the box looks that tells a point's exact value. */
export const tooltipLook = (look: ChartLook) => ({
  displayColors: false,
  backgroundColor: look.ink,
  titleColor: look.surface,
  bodyColor: look.surface,
  titleFont: { ...fontOf(look), weight: 'normal' as const },
  bodyFont: { family: look.font, size: 13, weight: 'bold' as const },
  footerColor: look.surface,
  footerFont: { ...fontOf(look), weight: 'normal' as const },
  padding: 10,
  caretSize: 4,
});
