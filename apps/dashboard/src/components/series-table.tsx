'use client';

import { useState } from 'react';
import { formatValue, unitWord } from '../format/number-format.ts';
import { formatMoment, type Zone } from '../format/time-format.ts';
import type { Point } from '../live/live-state.ts';
import type { Panel } from '../panels/panel.ts';
import { ExportButtons } from './export-buttons.tsx';

const mostRows = 500;

interface SeriesTableProps {
  readonly panel: Panel;
  readonly title: string;
  readonly points: readonly Point[];
  readonly zone: Zone;
}

/** The chart's numbers as a table, newest first: for screen readers, for copying, for certainty. */
export function SeriesTable({ panel, title, points, zone }: SeriesTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Table<span className="visually-hidden"> of {title}</span>
      </summary>
      {open && <ExportButtons {...{ panel, title, points }} />}
      {open && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={`Table of ${title}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">Window from{zone === 'utc' ? ' (UTC)' : ''}</th>
                <th scope="col">{unitWord[panel.unit]}</th>
                {panel.kind !== 'count' && <th scope="col">events</th>}
                <th scope="col">state</th>
              </tr>
            </thead>
            <tbody>
              {points
                .slice(-mostRows)
                .reverse()
                .map((point) => (
                  <tr key={point.t}>
                    <th scope="row">{formatMoment(point.t, zone)}</th>
                    <td>{formatValue(point.value, panel.unit)}</td>
                    {panel.kind !== 'count' && <td>{formatValue(point.events, 'events')}</td>}
                    <td>{point.final ? 'final' : 'provisional'}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
