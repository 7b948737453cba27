'use client';

import { formatCount } from './topic-format.ts';
import type { TopicDetail } from './topic-types.ts';

/** The topic's partitions and every setting, those of its own first. */
export function SettingsView({ detail }: { readonly detail: TopicDetail }) {
  return (
    <>
      <section className="block">
        <h2 className="block-title">Partitions</h2>
        <div className="card scroll" tabIndex={0} role="region" aria-label="Partitions">
          <table className="data-table">
            <thead>
              <tr>
                {['Partition', 'First offset', 'Next offset', 'Messages'].map((title) => (
                  <th key={title} scope="col" className="number">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
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
            </tbody>
          </table>
        </div>
      </section>
      <section className="block">
        <h2 className="block-title">Settings</h2>
        <div className="card scroll" tabIndex={0} role="region" aria-label="Settings">
          <table className="data-table">
            <tbody>
              {detail.configs.map(({ name, value, own }) => (
                <tr key={name}>
                  <th scope="row" className="mono">
                    {name} {own && <span className="tag">set here</span>}
                  </th>
                  <td className="mono">{value === '' ? <span className="quiet">(empty)</span> : value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}
