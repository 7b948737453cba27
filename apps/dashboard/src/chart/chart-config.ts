import type { Chart, ChartConfiguration, TooltipItem } from 'chart.js';
import { formatValue, unitWord } from '../format/number-format.ts';
import { stepWords, type Zone } from '../format/time-format.ts';
import type { Panel } from '../panels/panel.ts';
import type { SeriesView } from '../panels/use-series.ts';
import { axisWidth } from './axis-width.ts';
import type { ChartLook } from './chart-look.ts';
import { barDataset } from './bar-dataset.ts';
import { commonOptions } from './common-options.ts';
import { dotsFor, lineDatasets, lineParts } from './line-datasets.ts';
import { chartPoints, drawnPoint, type ChartPoint } from './chart-points.ts';
import { timeAxis, tooltipLook, valueAxis } from './axes.ts';

export type WindowChartConfig = ChartConfiguration<'bar' | 'line', ChartPoint[]>;
export type WindowChart = Chart<'bar' | 'line', ChartPoint[]>;
export type DrawnView = SeriesView & { readonly points: NonNullable<SeriesView['points']> };

function tooltipTitle(items: readonly TooltipItem<'bar' | 'line'>[], stepMs: number, zone: Zone): string {
  const t = drawnPoint(items[0])?.point?.t;
  return t === undefined ? '' : stepWords(t, stepMs, zone);
}

/** How wide a bar is (px): its share of the axis less a gap, if there is room for one. */
export function barThickness(
  { fromMs, toMs, stepMs }: Pick<DrawnView, 'fromMs' | 'toMs' | 'stepMs'>,
  width: number,
): number {
  const slot = Math.max(1, (width - axisWidth) / ((toMs - fromMs) / stepMs));
  return Math.max(1, slot > 4 ? slot - Math.min(6, Math.max(1, slot * 0.18)) : slot * 0.9);
}

/** Puts a view's windows into a chart and draws it. The costly rest, `chartConfig`, stays as it is. */
export function drawView(chart: WindowChart, view: DrawnView, width: number): void {
  const { datasets } = chart.data;
  const x = chart.options.scales?.['x'];
  if (datasets[0] === undefined || x === undefined) return;
  const points = chartPoints(view.points, view);
  if (datasets[0].type === 'bar') {
    datasets[0].data = points.filter(({ point }) => point !== undefined);
    datasets[0].barThickness = barThickness(view, width);
  } else {
    for (const [i, data] of lineParts(points).entries()) {
      Object.assign(datasets[i] ?? {}, { data, pointRadius: dotsFor(data) });
    }
  }
  x.min = view.fromMs;
  x.max = view.toMs;
  chart.update('none');
}

/** A chart without data: bars for windows, or a line that breaks where windows are missing. */
export function chartConfig(
  panel: Panel,
  view: DrawnView,
  look: ChartLook,
  zone: Zone,
  width: number,
  onPick: (startMs: number) => void,
): WindowChartConfig {
  const { stepMs } = view;
  const bars = panel.chart !== 'line';
  return {
    type: bars ? 'bar' : 'line',
    data: { datasets: bars ? [barDataset(look, barThickness(view, width))] : lineDatasets(look) },
    options: {
      ...commonOptions,
      parsing: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      onClick: (_event, elements, chart) => {
        for (const { datasetIndex, index } of elements) {
          const picked = chart.data.datasets[datasetIndex]?.data[index] as ChartPoint | undefined;
          if (picked?.point !== undefined) return onPick(picked.point.t);
        }
      },
      scales: { x: timeAxis(look, zone, width), y: valueAxis(look, panel.unit) },
      plugins: {
        tooltip: {
          // A point where the two parts of a line join is in both.
          filter: (item) => item.datasetIndex === 0 || drawnPoint(item)?.point?.final === false,
          ...tooltipLook(look),
          callbacks: {
            title: (items) => tooltipTitle(items, stepMs, zone),
            label: (item) => formatValue(drawnPoint(item)?.point?.value ?? 0, panel.unit),
            footer: (items) => tooltipFooter(panel, drawnPoint(items[0])),
          },
        },
      },
    },
  };
}

function tooltipFooter(panel: Panel, drawn: ChartPoint | undefined): string[] {
  if (drawn?.point === undefined) return [];
  const events = `from ${formatValue(drawn.point.events, 'events')} ${unitWord.events}`;
  const open = drawn.point.final ? [] : ['provisional: may still change'];
  return panel.kind === 'count' ? open : [events, ...open];
}
