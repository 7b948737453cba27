'use client';

import { formatValue } from '../format/number-format.ts';
import { useGroups } from '../panels/use-groups.ts';
import { GroupShare } from './group-share.tsx';
import type { GroupPanelProps } from './group-panel.tsx';

const shownGroups = 12;

/** The greatest groups of a metric over the range, as a table. */
export function TopPanel({ panel, range, rangeWords, nowMs }: GroupPanelProps) {
  const { value, error } = useGroups(panel, range, {
    nowMs,
    stepMs: panel.windowMs,
    top: shownGroups,
    points: false,
  });
  const total = value?.total.value ?? undefined;
  const title = panel.title.replace(/ per [\w ]+$/, '');
  return (
    <figure className="panel" data-series={panel.id} aria-busy={value === undefined}>
      <figcaption className="panel-head">
        <h3>{title}</h3>
        {total !== undefined && (
          <p className="panel-figure">
            <span className="panel-figure-label">total</span>{' '}
            <data value={total}>{formatValue(total, panel.unit)}</data>
          </p>
        )}
      </figcaption>
      <div className="plot top">
        {value === undefined && error === undefined && <div className="skeleton" aria-hidden="true" />}
        {value === undefined && error !== undefined && <p className="plot-note">{error}</p>}
        {value?.groups.length === 0 && <p className="plot-note">Nothing in the {rangeWords}.</p>}
        {value !== undefined && value.groups.length > 0 && <GroupShare panel={panel} groups={value} />}
      </div>
    </figure>
  );
}
