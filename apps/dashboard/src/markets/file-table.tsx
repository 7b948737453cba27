'use client';

import { formatBytes, formatCount } from '../topics/topic-format.ts';
import { isUnderWay, type Dataset, type Replay, type Speed } from './market-types.ts';
import type { MarketView } from './market-view.ts';
import { useAction } from './use-action.ts';
import { ViewLink } from './view-link.tsx';
import { shareWords, shortDay, speedWords } from './words.ts';
import { DataTable } from '../components/data-table.tsx';

interface FileTableProps {
  readonly datasets: readonly Dataset[];
  readonly titles: ReadonlyMap<string, string>;
  readonly speed: Speed;
  /** The view of a file's day. */
  readonly viewOf: (dataset: Dataset) => MarketView;
  readonly onChanged: () => void;
  readonly onStarted: (replay: Replay) => void;
}

/** Every file that the replayer has, or is fetching. */
export function FileTable({ datasets, titles, speed, viewOf, onChanged, onStarted }: FileTableProps) {
  const { post, busy, error } = useAction(onChanged);
  const start = async (id: string) => {
    const replay = await post<Replay>('/api/v1/replays', { dataset: id, speed });
    if (replay !== undefined) onStarted(replay);
  };
  return (
    <section className="block" aria-labelledby="files-title">
      <h2 id="files-title" className="block-title">
        Prepared files
      </h2>
      {error !== undefined && (
        <p className="notice bad" role="alert">
          {error}
        </p>
      )}
      <DataTable
        label="Table of prepared files"
        columns={[
          'File',
          'Market',
          'Day',
          { title: 'Rows', number: true },
          { title: 'Columns', number: true },
          { title: 'Size', number: true },
          `Replay, ${speedWords(speed)}`,
        ]}
        empty={
          datasets.length === 0 ? (
            <p className="quiet">
              None yet. Choose a day above, or put a CSV file of either market into the folder{' '}
              <code>datasets</code> of the data folder.
            </p>
          ) : undefined
        }
      >
        {datasets.map((dataset) => (
          <tr key={dataset.id} data-file={dataset.id}>
            <th scope="row">{dataset.id}</th>
            <td>{titles.get(dataset.market ?? '') ?? '–'}</td>
            <td>
              {dataset.date === null ? (
                '–'
              ) : (
                <ViewLink view={viewOf(dataset)}>{shortDay(dataset.date)}</ViewLink>
              )}
            </td>
            <td className="number">{dataset.rows > 0 ? formatCount(dataset.rows) : '–'}</td>
            <td className="number">{dataset.columns > 0 ? formatCount(dataset.columns) : '–'}</td>
            <td className="number">{dataset.bytes > 0 ? formatBytes(dataset.bytes) : '–'}</td>
            <td className={dataset.state === 'failed' ? 'detail' : undefined}>
              {dataset.state === 'ready' && (
                <button
                  type="button"
                  className="button small"
                  disabled={busy}
                  onClick={() => void start(dataset.id)}
                >
                  Start<span className="visually-hidden"> {dataset.id}</span>
                </button>
              )}
              {dataset.state === 'failed' && <span className="bad-text">{dataset.error}</span>}
              {isUnderWay(dataset) && `${dataset.state}, ${shareWords(dataset.progress, 1)}`}
            </td>
          </tr>
        ))}
      </DataTable>
    </section>
  );
}
