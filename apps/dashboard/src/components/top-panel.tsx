'use client';

import { useState } from 'react';
import { noteAtStep } from '../panels/describe-step.ts';
import { pointsFor } from '../panels/points-for.ts';
import { useGroups } from '../panels/use-groups.ts';
import { chooseStep } from '../range/choose-step.ts';
import { rangeBounds, rangeSpanMs } from '../range/time-range.ts';
import { GroupShare } from './group-share.tsx';
import type { GroupPanelProps } from './group-panel.tsx';
import { lazyComponent } from './lazy-component.tsx';
import { TableFold } from './table-fold.tsx';
import { PanelFigure } from './panel-figure.tsx';

const GroupTable = lazyComponent(() => import('./group-table.tsx').then((module) => module.GroupTable));

const shownGroups = 12;

/** The greatest groups of a metric over the range, as a table. A row leads to the windows of its group. */
export function TopPanel({ panel, range, rangeWords, nowMs, zone, onOpen }: GroupPanelProps) {
  const { windowMs } = panel;
  const { value, error } = useGroups(panel, range, {
    nowMs,
    stepMs: windowMs,
    top: shownGroups,
    points: false,
  });
  // What each group had in each step is only asked for by those who look at it.
  const [open, setOpen] = useState(false);
  const [mostPoints] = useState(() => pointsFor(panel, true));
  const stepMs = chooseStep(rangeSpanMs(range), windowMs, mostPoints);
  const steps = useGroups(panel, range, { nowMs: open ? nowMs : 0, stepMs, top: shownGroups, points: true });
  const total = value?.total.value ?? undefined;
  const title = panel.title.replace(/ per [\w ]+$/, '');
  const names = steps.value?.groups.map(({ group }) => group) ?? [];
  return (
    <figure className="panel" data-series={panel.id} aria-busy={value === undefined}>
      <figcaption className="panel-head">
        <h3>{title}</h3>
        {total !== undefined && <PanelFigure label="total" value={total} unit={panel.unit} />}
      </figcaption>
      <div className="plot top">
        {value === undefined && error === undefined && <div className="skeleton" aria-hidden="true" />}
        {value === undefined && error !== undefined && <p className="plot-note">{error}</p>}
        {value?.groups.length === 0 && <p className="plot-note">Nothing in the {rangeWords}.</p>}
        {value !== undefined && value.groups.length > 0 && (
          <GroupShare
            panel={panel}
            groups={value}
            onOpen={(group) => onOpen({ panels: [panel], group, ...rangeBounds(range, windowMs, nowMs) })}
          />
        )}
      </div>
      <footer className="panel-foot">
        <p>
          {error !== undefined && value !== undefined
            ? 'Not fresh: the newest data could not be read.'
            : open && (steps.error ?? noteAtStep(panel, stepMs))}
        </p>
        <TableFold title={title} onOpen={setOpen}>
          <GroupTable {...{ panel, title, zone }} points={steps.value?.points ?? []} groups={names} />
        </TableFold>
      </footer>
    </figure>
  );
}
