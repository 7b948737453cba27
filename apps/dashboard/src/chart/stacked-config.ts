import type { ActiveElement, Chart, ChartConfiguration } from 'chart.js';
import { formatValue } from '../format/number-format.ts';
import { stepWords, type Zone } from '../format/time-format.ts';
import type { Panel } from '../panels/panel.ts';
import type { GroupPoint } from '../panels/use-groups.ts';
import { timeAxis, tooltipLook, valueAxis } from './axes.ts';
import { barThickness } from './chart-config.ts';
import type { ChartLook } from './chart-look.ts';
import { commonOptions } from './common-options.ts';
import { hatch } from './hatch.ts';

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** A group's part of a step. */
export type Segment = { x: number; y: number; point: GroupPoint };
type Config = ChartConfiguration<'bar', Segment[]>;
export type StackedDrawing = Chart<'bar', Segment[]>;

interface Stacked {
  readonly span: Span;
  readonly groups: readonly (string | null)[];
  readonly points: readonly GroupPoint[];
  readonly names: (group: string | null) => string;
}

/** One set of bars a group, from the greatest on. */
export function stackedDatasets(
  { groups, points, names, span }: Stacked,
  look: ChartLook,
  width: number,
): Config['data']['datasets'] {
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
        (context.raw as Segment | undefined)?.point.final === false ? open : colour,
      barThickness: thickness,
    };
  });
}

/** The element at a height (px), of those that stand upon each other; the nearest where there is none. */
function elementAt(elements: readonly ActiveElement[], y: number): ActiveElement | undefined {
  const away = ({ element }: ActiveElement) => {
    const { y: top, base } = element.getProps(['y', 'base'] as never[], true) as unknown as {
      y: number;
      base: number;
    };
    return Math.max(Math.min(top, base) - y, y - Math.max(top, base), 0);
  };
  return elements.toSorted((a, b) => away(a) - away(b))[0];
}

/** A stacked chart without data. `onPick` is told the segment that was clicked. */
export function stackedConfig(
  { panel, span, zone }: { readonly panel: Panel; readonly span: Span; readonly zone: Zone },
  look: ChartLook,
  width: number,
  onPick: (point: GroupPoint) => void,
): Config {
  const raw = (item: { raw: unknown }) => item.raw as Segment;
  return {
    type: 'bar',
    data: { datasets: [] },
    options: {
      ...commonOptions,
      parsing: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      onClick: ({ y }, elements, { data }) => {
        const found = y === null ? undefined : elementAt(elements, y);
        const segment =
          found && (data.datasets[found.datasetIndex]?.data[found.index] as Segment | undefined);
        if (segment !== undefined) onPick(segment.point);
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
