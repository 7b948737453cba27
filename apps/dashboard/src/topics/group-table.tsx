'use client';

import { Fragment, useState } from 'react';
import { formatCount, formatLength } from './topic-format.ts';
import type { Group } from './topic-types.ts';
import './topics.css';
import { DataTable, TableHead } from '../components/data-table.tsx';

const lagTime = (seconds: number | null): string =>
  seconds === null ? '–' : seconds === 0 ? '0 s' : formatLength(seconds * 1_000);

const stateClass = (state: string) =>
  state === 'Stable' ? 'tag good' : state === 'Empty' ? 'tag' : 'tag warn';

function Partitions({ group }: { readonly group: Group }) {
  return (
    <table className="data-table inner">
      <TableHead
        columns={[
          'Topic',
          { title: 'Partition', number: true },
          { title: 'Committed', number: true },
          {
            title: 'Read up to',
            number: true,
            hint: 'How far it has read; the aggregator commits what open windows still need',
          },
          { title: 'Behind', number: true },
          { title: 'For', number: true },
        ]}
      />
      <tbody>
        {group.partitions.map((one) => (
          <tr key={`${one.topic}-${one.partition}`}>
            <td>
              <a href={`/topics/${encodeURIComponent(one.topic)}`}>{one.topic}</a>
            </td>
            <td className="number">{one.partition}</td>
            <td className="number">{formatCount(one.offset)}</td>
            <td className="number">{formatCount(one.position ?? one.offset)}</td>
            <td className="number">{formatCount(one.lag)}</td>
            <td className="number">{lagTime(one.lag_seconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Consumer groups with their lag; each opens to its partitions. */
export function GroupTable({ groups }: { readonly groups: readonly Group[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (group: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(group)) after.add(group);
      return after;
    });
  return (
    <DataTable
      label="Consumer groups"
      empty={groups.length === 0 ? <p className="quiet">No group has committed anything here.</p> : undefined}
      columns={[
        'Group',
        'State',
        ...['Members', 'Topics', 'Messages behind', 'Time behind'].map((title) => ({ title, number: true })),
      ]}
    >
      {groups.map((one) => (
        <Fragment key={one.group}>
          <tr>
            <th scope="row">
              <button
                type="button"
                className="row-button"
                aria-expanded={open.has(one.group)}
                onClick={() => toggle(one.group)}
              >
                {one.group}
              </button>
            </th>
            <td>
              <span className={stateClass(one.state)}>{one.state}</span>
            </td>
            <td className="number">{one.members.length}</td>
            <td className="number">{one.topics.length}</td>
            <td className="number">{formatCount(one.lag)}</td>
            <td className="number">{lagTime(one.lag_seconds)}</td>
          </tr>
          {open.has(one.group) && (
            <tr>
              <td colSpan={6}>
                {one.members.length > 0 && (
                  <p className="quiet">
                    Members: {one.members.map(({ clientId, host }) => `${clientId} (${host})`).join(', ')}
                  </p>
                )}
                <Partitions group={one} />
              </td>
            </tr>
          )}
        </Fragment>
      ))}
    </DataTable>
  );
}
