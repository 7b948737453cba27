'use client';

import { saveFile } from '../export/save-file.ts';
import { toCsv } from '../export/to-csv.ts';
import { formatValue } from '../format/number-format.ts';
import { formatMoment, type Zone } from '../format/time-format.ts';
import type { Bar } from './market-types.ts';

interface BarsTableProps {
  readonly market: string;
  readonly security: string;
  readonly bars: readonly Bar[];
  readonly zone: Zone;
}

const columnsOf = (market: string) =>
  market === 'eurex'
    ? ([
        ['contracts', 'contracts'],
        ['trades', 'trades'],
      ] as const)
    : ([
        ['open', 'price'],
        ['high', 'price'],
        ['low', 'price'],
        ['close', 'price'],
        ['volume', 'shares'],
        ['turnover', 'money'],
        ['trades', 'trades'],
      ] as const);

/** The minutes of a security as numbers, newest first; and as a file, oldest first. */
export function BarsTable({ market, security, bars, zone }: BarsTableProps) {
  const columns = columnsOf(market);
  const save = (form: 'csv' | 'json') => {
    const names = ['minute', ...columns.map(([name]) => name), 'final'];
    const rows = bars.map((bar) => [bar.minute, ...columns.map(([name]) => bar[name] ?? ''), bar.final]);
    const text =
      form === 'csv' ? toCsv(names, rows) : JSON.stringify({ market, security, bars }, undefined, 1);
    const day = bars[0]?.minute.slice(0, 10) ?? '';
    saveFile(
      `${market}-${security}-${day}.${form}`.replaceAll(/[^\w.-]/g, '_'),
      new Blob([text], { type: form === 'csv' ? 'text/csv' : 'application/json' }),
    );
  };
  return (
    <>
      <p className="export">
        {(['csv', 'json'] as const).map((form) => (
          <button key={form} type="button" className="button small" onClick={() => save(form)}>
            {form.toUpperCase()}
            <span className="visually-hidden"> of {security}</span>
          </button>
        ))}
      </p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={`Minutes of ${security}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Minute{zone === 'utc' ? ' (UTC)' : ''}</th>
              {columns.map(([name]) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">state</th>
            </tr>
          </thead>
          <tbody>
            {[...bars].reverse().map((bar) => (
              <tr key={bar.minute} data-minute={bar.minute}>
                <th scope="row">{formatMoment(Date.parse(bar.minute), zone)}</th>
                {columns.map(([name, unit]) => (
                  <td key={name}>{formatValue(bar[name] ?? 0, unit)}</td>
                ))}
                <td>{bar.final ? 'final' : 'provisional'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
