'use client';

import { useState } from 'react';
import { PolledNotice } from './polled-notice.tsx';
import { formatBytes, formatCount, formatLength } from './topic-format.ts';
import type { TopicSummary } from './topic-types.ts';
import { usePolled } from './use-polled.ts';
import './topics.css';
import { DataTable } from '../components/data-table.tsx';

const columns = [
  { id: 'topic', title: 'Topic', number: false },
  { id: 'partitions', title: 'Partitions', number: true },
  { id: 'messages', title: 'Messages', number: true },
  { id: 'rate', title: 'Per second', number: true },
  { id: 'bytes', title: 'On disk', number: true },
  { id: 'retention_ms', title: 'Kept for', number: true },
] as const;

type ColumnId = (typeof columns)[number]['id'];

function compare(a: TopicSummary, b: TopicSummary, by: ColumnId): number {
  if (by === 'topic') return a.topic.localeCompare(b.topic);
  return (b[by] ?? Infinity) - (a[by] ?? Infinity) || a.topic.localeCompare(b.topic);
}

const keptFor = ({ cleanup, retention_ms: ms }: TopicSummary): string => {
  if (cleanup === 'compact') return 'newest of a key';
  return ms === null ? 'ever' : formatLength(ms);
};

/** Every topic with its figures; sorted and filtered in the browser. */
export function TopicList() {
  const { data, error } = usePolled<{ topics: TopicSummary[] }>('/api/topics', 5_000);
  const [search, setSearch] = useState('');
  const [internal, setInternal] = useState(false);
  const [by, setBy] = useState<ColumnId>('topic');
  const wanted = search.toLowerCase();
  const rows = (data?.topics ?? [])
    .filter((one) => internal || !one.internal)
    .filter(({ topic, role }) => `${topic} ${role}`.toLowerCase().includes(wanted))
    .sort((a, b) => compare(a, b, by));
  return (
    <>
      <div className="fields topics-tools">
        <label className="field">
          Find a topic
          <input type="search" value={search} onChange={(event) => setSearch(event.target.value)} />
        </label>
        <label className="topics-check">
          <input type="checkbox" checked={internal} onChange={(event) => setInternal(event.target.checked)} />
          Kafka’s own too
        </label>
      </div>
      <PolledNotice data={data} error={error} />
      {data !== undefined && (
        <DataTable
          label="Topics"
          columns={columns.map(({ id, title, number }) => ({
            id,
            number,
            sorted: by === id ? (number ? ('descending' as const) : ('ascending' as const)) : undefined,
            title: (
              <button type="button" className="sort" onClick={() => setBy(id)}>
                {title}
                <span aria-hidden="true">{by === id ? (number ? ' ↓' : ' ↑') : ''}</span>
              </button>
            ),
          }))}
          empty={rows.length === 0 ? <p className="quiet">No topic fits.</p> : undefined}
        >
          {rows.map((one) => (
            <tr key={one.topic}>
              <th scope="row">
                <a href={`/topics/${encodeURIComponent(one.topic)}`}>{one.topic}</a>
                {one.role !== '' && <span className="topic-role">{one.role}</span>}
              </th>
              <td className="number">{one.partitions}</td>
              <td className="number">{formatCount(one.messages)}</td>
              <td className="number">{one.rate === null ? '–' : formatCount(one.rate)}</td>
              <td className="number">{one.bytes === null ? '–' : formatBytes(one.bytes)}</td>
              <td className="number">{keptFor(one)}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </>
  );
}
