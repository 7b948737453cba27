import type { MetricUnit } from '@weir/streams';

/** The colours of a chart, taken from the style sheet so that they are written once. */
export interface ChartLook {
  readonly series: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly surface: string;
  readonly font: string;
  /** Colours of groups, greatest first; the last is for all others together. */
  readonly groups: readonly string[];
  readonly rise: string;
  readonly fall: string;
}

const seriesVariable: Record<MetricUnit, string> = {
  money: '--series-money',
  price: '--series-money',
  events: '--series-events',
  items: '--series-events',
  shares: '--series-events',
  trades: '--series-events',
  contracts: '--series-events',
  users: '--series-users',
};

/** How many groups a chart tells apart by colour, all others together being the last. */
export const groupColours = 8;

/** Reads the look that holds for an element now. A custom property is only resolved where it is used, hence the probe. */
export function readChartLook(element: HTMLElement, unit: MetricUnit): ChartLook {
  const probe = element.ownerDocument.createElement('span');
  element.append(probe);
  const colour = (variable: string) => {
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
  };
  const look = {
    series: colour(seriesVariable[unit]),
    ink: colour('--ink'),
    muted: colour('--muted'),
    grid: colour('--grid'),
    surface: colour('--surface'),
    font: getComputedStyle(element).fontFamily,
    groups: Array.from({ length: groupColours }, (_, i) => colour(`--group-${i + 1}`)),
    rise: colour('--good'),
    fall: colour('--bad'),
  };
  probe.remove();
  return look;
}

/** `rgb(…)` → `rgba(…, alpha)`. */
export const withAlpha = (rgb: string, alpha: number): string =>
  rgb.replace(/^rgb\((.*)\)$/, (_, parts: string) => `rgba(${parts.replaceAll(/[\s,]+/g, ', ')}, ${alpha})`);
