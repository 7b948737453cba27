'use client';

import { useState } from 'react';
import { noteAtStep, titleAtStep } from '../panels/describe-step.ts';
import { pointsFor } from '../panels/points-for.ts';
import { useGroups } from '../panels/use-groups.ts';
import { chooseStep } from '../range/choose-step.ts';
import { rangeBounds, rangeSpanMs } from '../range/time-range.ts';
import { groupName } from './group-name.ts';
import { GroupShare } from './group-share.tsx';
import type { GroupPanelProps } from './group-panel.tsx';
import { lazyComponent } from './lazy-component.tsx';
import { Skeleton } from './skeleton.tsx';
import { TableFold } from './table-fold.tsx';
import { PanelFigure } from './panel-figure.tsx';

const GroupTable = lazyComponent(() => import('./group-table.tsx').then((module) => module.GroupTable));

const StackedChart = lazyComponent(
  () => import('../chart/stacked-chart.tsx').then((module) => module.StackedChart),
  Skeleton,
);

const shownGroups = 7;

/** A grouped metric over time, the greatest groups in colours of their own and the rest in grey. */
export function StackedPanel(props: GroupPanelProps) {
  const { panel, range, rangeWords, nowMs, zone, onPick, onOpen, onZoom } = props;
  const [mostPoints] = useState(() => pointsFor(panel, true));
  const live = range.kind === 'moving' && range.name === 'live';
  const stepMs =
    live || nowMs === 0 ? panel.windowMs : chooseStep(rangeSpanMs(range), panel.windowMs, mostPoints);
  const { value, error } = useGroups(panel, range, { nowMs, stepMs, top: shownGroups, points: true });
  const bounds = rangeBounds(range, stepMs, nowMs);
  const names = value?.groups.map(({ group }) => group) ?? [];
  const hasRest = value?.points?.some(({ group }) => group === null) ?? false;
  const title = titleAtStep(panel, stepMs);
  const total = value?.total.value ?? undefined;
  return (
    <figure className="panel wide" data-series={panel.id} aria-busy={value === undefined}>
      <figcaption className="panel-head">
        <h3>{title}</h3>
        <PanelFigure label="total" value={total} unit={panel.unit} />
      </figcaption>
      <div className="stacked">
        <div className="plot">
          {value === undefined && error === undefined && <Skeleton />}
          {value === undefined && error !== undefined && <p className="plot-note">{error}</p>}
          {value?.groups.length === 0 && <p className="plot-note">Nothing in the {rangeWords}.</p>}
          {value?.points !== undefined && value.points.length > 0 && (
            <StackedChart
              panel={panel}
              span={{ ...bounds, stepMs }}
              groups={hasRest ? [...names, null] : names}
              points={value.points}
              names={(group) => groupName(group, panel.by)}
              zone={zone}
              label={`${title}, ${rangeWords}, by ${panel.by.join(' and ')}; the list beside it has the totals. Arrow keys read steps and groups one by one, Enter proves one, plus and minus zoom.`}
              onPick={({ t, group }) =>
                onPick({ panels: [panel], group, named: names, fromMs: t, toMs: t + stepMs })
              }
              onZoom={onZoom}
            />
          )}
        </div>
        <GroupShare
          panel={panel}
          groups={value}
          colours
          onOpen={(group) => onOpen({ panels: [panel], group, ...bounds })}
        />
      </div>
      <footer className="panel-foot">
        <p>
          {error !== undefined && value !== undefined
            ? 'Not fresh: the newest data could not be read.'
            : noteAtStep(panel, stepMs)}
        </p>
        <TableFold title={title}>
          <GroupTable
            {...{ panel, title, zone }}
            points={value?.points ?? []}
            groups={names}
            picture={panel.id}
          />
        </TableFold>
      </footer>
    </figure>
  );
}
