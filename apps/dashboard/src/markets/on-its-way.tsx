'use client';

import { formatBytes, formatCount } from '../topics/topic-format.ts';
import type { Dataset } from './market-types.ts';

/** How far a day is that is being fetched. */
export function OnItsWay({ dataset }: { readonly dataset: Dataset }) {
  const { state, files, files_done: done, bytes, bytes_done: bytesDone, progress } = dataset;
  const words: Record<string, string> = {
    queued: 'Waiting for the day that is fetched before it …',
    listing: 'Asking the bucket for its files …',
    downloading: `${formatCount(done)} of ${formatCount(files)} files, ${formatBytes(bytesDone)} of ${formatBytes(bytes)}`,
    preparing: `Joining ${formatCount(files)} files into one …`,
  };
  return (
    <div className="progress" data-dataset={dataset.id}>
      <progress max={1} value={progress} aria-label="Download" />
      <p role="status">{words[state]}</p>
    </div>
  );
}
