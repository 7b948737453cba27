'use client';

import { pointsToSave } from '../export/saved-table.ts';
import { formatValue, unitWord } from '../format/number-format.ts';
import { formatMoment, type Zone } from '../format/time-format.ts';
import type { Point } from '../live/live-state.ts';
import type { Panel } from '../panels/panel.ts';
import { NumbersTable } from './numbers-table.tsx';

interface SeriesTableProps {
  readonly panel: Panel;
  readonly title: string;
  readonly points: readonly Point[];
  readonly zone: Zone;
}

/** Head of a column of times. */
export const windowFrom = (zone: Zone): string => `Window from${zone === 'utc' ? ' (UTC)' : ''}`;
export const stateOf = ({ final }: { readonly final: boolean }): string => (final ? 'final' : 'provisional');

/** The windows of a metric without groups. */
export function SeriesTable({ panel, title, points, zone }: SeriesTableProps) {
  const counts = panel.kind === 'count';
  return (
    <NumbersTable
      title={title}
      columns={[windowFrom(zone), unitWord[panel.unit], ...(counts ? [] : ['events']), 'state']}
      count={points.length}
      rows={(most) =>
        points
          .slice(-most)
          .reverse()
          .map((point) => ({
            key: point.t,
            cells: [
              formatMoment(point.t, zone),
              formatValue(point.value, panel.unit),
              ...(counts ? [] : [formatValue(point.events, 'events')]),
              stateOf(point),
            ],
          }))
      }
      toSave={() => pointsToSave(panel, points)}
      picture={panel.id}
    />
  );
}
