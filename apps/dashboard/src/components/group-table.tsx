'use client';

import { groupsToSave } from '../export/saved-table.ts';
import { formatValue, unitWord } from '../format/number-format.ts';
import { formatMoment, type Zone } from '../format/time-format.ts';
import type { Panel } from '../panels/panel.ts';
import type { GroupPoint } from '../panels/use-groups.ts';
import { groupName } from './group-name.ts';
import { NumbersTable } from './numbers-table.tsx';
import { stateOf, windowFrom } from './series-table.tsx';

interface GroupTableProps {
  readonly panel: Panel;
  readonly title: string;
  readonly points: readonly GroupPoint[];
  /** The greatest first. */
  readonly groups: readonly string[];
  readonly zone: Zone;
  readonly picture?: string;
}

/** What each group had in each step; the groups without a name of their own together. */
export function GroupTable({ panel, title, points, groups, zone, picture }: GroupTableProps) {
  const counts = panel.kind === 'count';
  const unit = unitWord[panel.unit];
  return (
    <NumbersTable
      title={title}
      columns={[
        windowFrom(zone),
        panel.by.join(' · ').replaceAll('_', ' '),
        ...[unit, ...(counts ? [] : ['events']), 'state'],
      ]}
      count={points.length}
      rows={(most) =>
        newestFirst(points, groups)
          .slice(0, most)
          .map((point) => ({
            key: `${point.t} ${point.group === null} ${point.group}`,
            cells: [
              formatMoment(point.t, zone),
              groupName(point.group, panel.by),
              formatValue(point.value, panel.unit),
              ...(counts ? [] : [formatValue(point.events, 'events')]),
              stateOf(point),
            ],
          }))
      }
      toSave={() =>
        groupsToSave(
          panel,
          points.toSorted((a, b) => a.t - b.t),
        )
      }
      {...(picture === undefined ? {} : { picture })}
    />
  );
}

/** Points newest first, within a step in the order of `groups`, all others last. */
function newestFirst(points: readonly GroupPoint[], groups: readonly string[]): readonly GroupPoint[] {
  const places = new Map(groups.map((group, place) => [group, place]));
  const placeOf = ({ group }: GroupPoint) =>
    group === null ? groups.length : (places.get(group) ?? groups.length);
  return points.toSorted((a, b) => b.t - a.t || placeOf(a) - placeOf(b));
}
