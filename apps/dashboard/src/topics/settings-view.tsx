'use client';

import { formatCount } from './topic-format.ts';
import type { TopicDetail } from './topic-types.ts';
import { DataTable } from '../components/data-table.tsx';

/** The topic's partitions and every setting, those of its own first. */
export function SettingsView({ detail }: { readonly detail: TopicDetail }) {
  return (
    <>
      <section className="block">
        <h2 className="block-title">Partitions</h2>
        <DataTable
          label="Partitions"
          columns={['Partition', 'First offset', 'Next offset', 'Messages'].map((title) => ({
            title,
            number: true,
          }))}
        >
          {detail.partition_ends.map(({ partition, low, high }) => (
            <tr key={partition}>
              <th scope="row" className="number">
                {partition}
              </th>
              <td className="number">{formatCount(low)}</td>
              <td className="number">{formatCount(high)}</td>
              <td className="number">{formatCount(high - low)}</td>
            </tr>
          ))}
        </DataTable>
      </section>
      <section className="block">
        <h2 className="block-title">Settings</h2>
        <DataTable label="Settings">
          {detail.configs.map(({ name, value, own }) => (
            <tr key={name}>
              <th scope="row" className="mono">
                {name} {own && <span className="tag">set here</span>}
              </th>
              <td className="mono">{value === '' ? <span className="quiet">(empty)</span> : value}</td>
            </tr>
          ))}
        </DataTable>
      </section>
    </>
  );
}
