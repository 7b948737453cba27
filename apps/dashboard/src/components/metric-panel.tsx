'use client';

import { useState, type ReactNode } from 'react';
import { formatValue } from '../format/number-format.ts';
import type { Zone } from '../format/time-format.ts';
import { connectionOf } from '../live/connection.ts';
import { useLive } from '../live/live-store.ts';
import { noteAtStep, titleAtStep } from '../panels/describe-step.ts';
import { figureOf } from '../panels/figures.ts';
import type { Panel } from '../panels/panel.ts';
import { pointsFor } from '../panels/points-for.ts';
import { useSeries } from '../panels/use-series.ts';
import type { TimeRange } from '../range/time-range.ts';
import type { Picked } from './picked.ts';
import { lazyComponent } from './lazy-component.tsx';
import { Skeleton } from './skeleton.tsx';
import { TableFold } from './table-fold.tsx';
import { PanelFigure } from './panel-figure.tsx';

const SeriesTable = lazyComponent(() => import('./series-table.tsx').then((module) => module.SeriesTable));

// chart.js comes after the page is alive: a canvas shows nothing before that anyway.
const WindowChart = lazyComponent(
  () => import('../chart/window-chart.tsx').then((module) => module.WindowChart),
  Skeleton,
);

interface MetricPanelProps {
  readonly panel: Panel;
  readonly range: TimeRange;
  readonly rangeWords: string;
  readonly nowMs: number;
  readonly zone: Zone;
  readonly wide: boolean;
  /** Shown in place of the chart when there is nothing in the range. */
  readonly empty?: ReactNode;
  readonly onPick?: ((picked: Picked) => void) | undefined;
  readonly onZoom?: ((fromMs: number, toMs: number) => void) | undefined;
}

/** One metric: title, its one exact number over the range, the chart, and the same as a table. */
export function MetricPanel({
  panel,
  range,
  rangeWords,
  nowMs,
  zone,
  wide,
  empty,
  onPick,
  onZoom,
}: MetricPanelProps) {
  const [mostPoints] = useState(() => pointsFor(panel, wide));
  const view = useSeries(panel, range, nowMs, mostPoints);
  const { points, stepMs, error } = view;
  // When the page as a whole has trouble, the bar at its foot says which, once.
  const { state, link } = useLive();
  const fresh = connectionOf(link, state.source).state === 'live';
  const title = titleAtStep(panel, stepMs);
  const figure = figureOf(panel, points);
  const figureText = figure.value === undefined ? '–' : formatValue(figure.value, panel.unit);
  return (
    <figure className={wide ? 'panel wide' : 'panel'} data-series={panel.id} aria-busy={points === undefined}>
      <figcaption className="panel-head">
        <h3>{title}</h3>
        <PanelFigure label={figure.label} value={figure.value} unit={panel.unit} />
      </figcaption>
      <div className="plot">
        {points === undefined && error === undefined && <Skeleton />}
        {points === undefined && error !== undefined && (
          <p className="plot-note">{fresh ? `${error} Trying again…` : 'Waiting for data…'}</p>
        )}
        {points?.length === 0 && (empty ?? <p className="plot-note">Nothing in the {rangeWords}.</p>)}
        {points !== undefined && points.length > 0 && (
          <WindowChart
            panel={panel}
            view={{ ...view, points }}
            zone={zone}
            onPick={onPick && ((t) => onPick({ panels: [panel], fromMs: t, toMs: t + stepMs }))}
            onZoom={onZoom}
            label={`${title}, ${rangeWords}: ${figure.label} ${figureText} of ${points.length} windows. Arrow keys read them one by one, Enter proves one, plus and minus zoom.`}
          />
        )}
      </div>
      <footer className="panel-foot">
        <p>
          {points !== undefined && error !== undefined
            ? 'Not fresh: the newest data could not be read.'
            : noteAtStep(panel, stepMs)}
        </p>
        <TableFold title={title}>
          <SeriesTable panel={panel} title={title} points={points ?? []} zone={zone} />
        </TableFold>
      </footer>
    </figure>
  );
}
