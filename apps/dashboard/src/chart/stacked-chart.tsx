'use client';

import type { ChartConfiguration } from 'chart.js';
import { useEffect, useRef } from 'react';
import { formatValue } from '../format/number-format.ts';
import { stepWords, type Zone } from '../format/time-format.ts';
import type { Panel } from '../panels/panel.ts';
import type { GroupPoint } from '../panels/use-groups.ts';
import { useDark } from '../preferences/use-dark.ts';
import { timeAxis, tooltipLook, valueAxis } from './axes.ts';
import { barThickness } from './chart-config.ts';
import { readChartLook, type ChartLook } from './chart-look.ts';
import { commonOptions } from './common-options.ts';
import { hatch } from './hatch.ts';
import { Chart } from './register.ts';
import { useChartWidth } from './use-chart-width.ts';

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

interface StackedChartProps {
  readonly panel: Panel;
  readonly span: Span;
  /** Groups from the greatest on, as they are stacked from below; null for all others. */
  readonly groups: readonly (string | null)[];
  readonly points: readonly GroupPoint[];
  readonly names: (group: string | null) => string;
  readonly zone: Zone;
  readonly label: string;
  readonly onPick?: (windowStartMs: number) => void;
}

type Bar = { x: number; y: number; point: GroupPoint };
type Config = ChartConfiguration<'bar', Bar[]>;
type Datasets = Config['data']['datasets'];

function datasetsOf(
  { groups, points, names, span }: StackedChartProps,
  look: ChartLook,
  width: number,
): Datasets {
  const thickness = barThickness(span, width);
  return groups.map((group, index) => {
    const colour = look.groups[group === null ? look.groups.length - 1 : index] ?? look.muted;
    const open = hatch(colour, 0.3);
    return {
      label: names(group),
      data: points
        .filter((point) => point.group === group && point.t >= span.fromMs && point.t < span.toMs)
        .map((point) => ({ x: point.t + span.stepMs / 2, y: Number(point.value), point })),
      backgroundColor: (context: { raw: unknown }) =>
        (context.raw as Bar | undefined)?.point.final === false ? open : colour,
      barThickness: thickness,
    };
  });
}

function configOf(props: StackedChartProps, look: ChartLook, width: number): Config {
  const { panel, span, zone, onPick } = props;
  const raw = (item: { raw: unknown }) => item.raw as Bar;
  return {
    type: 'bar',
    data: { datasets: [] },
    options: {
      ...commonOptions,
      parsing: false,
      interaction: { mode: 'x', intersect: false },
      onClick: (_event, elements, chart) => {
        const [first] = elements;
        const bar = first && (chart.data.datasets[first.datasetIndex]?.data[first.index] as Bar | undefined);
        if (bar) onPick?.(bar.point.t);
      },
      scales: {
        x: { ...timeAxis(look, zone, width), stacked: true, min: span.fromMs, max: span.toMs },
        y: { ...valueAxis(look, panel.unit), stacked: true },
      },
      plugins: {
        tooltip: {
          ...tooltipLook(look),
          bodyFont: { family: look.font, size: 12 },
          itemSort: (a, b) => raw(b).y - raw(a).y,
          callbacks: {
            title: (items) => (items[0] ? stepWords(raw(items[0]).point.t, span.stepMs, zone) : ''),
            label: (item) => `${item.dataset.label}  ${formatValue(raw(item).point.value, panel.unit)}`,
            footer: (items) =>
              items.some((item) => !raw(item).point.final) ? ['provisional: may still change'] : [],
          },
        },
      },
    },
  };
}

/** Groups stacked on each other, the greatest below. The list beside it tells the same in words. */
export function StackedChart(props: StackedChartProps) {
  const { panel, span, zone, label, groups, points } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<'bar', Bar[]>>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const width = useChartWidth(canvas);
  const dark = useDark();

  useEffect(() => {
    const element = canvas.current;
    if (element?.parentElement == null || width === 0) return;
    const look = readChartLook(element.parentElement, panel.unit);
    const onPick = (t: number) => latest.current.onPick?.(t);
    const made = new Chart(element, configOf({ ...latest.current, onPick }, look, width));
    chart.current = made;
    return () => {
      made.destroy();
      // A destroyed chart must not be given data any more: it throws, and the page with it.
      chart.current = undefined;
    };
  }, [panel, span.stepMs, zone, width, dark]);

  useEffect(() => {
    const drawn = chart.current;
    const x = drawn?.options.scales?.['x'];
    const box = canvas.current?.parentElement;
    if (drawn === undefined || x === undefined || box == null) return;
    drawn.data.datasets = datasetsOf(latest.current, readChartLook(box, panel.unit), width);
    Object.assign(x, { min: span.fromMs, max: span.toMs });
    drawn.update('none');
  }, [panel, groups, points, span.fromMs, span.toMs, span.stepMs, zone, width, dark]);

  return <canvas ref={canvas} role="img" aria-label={label} />;
}
