'use client';

import { useState } from 'react';
import type { Zone } from '../format/time-format.ts';
import { isActive, type Replay } from './market-types.ts';
import type { MarketView } from './market-view.ts';
import { ReplayCard } from './replay-card.tsx';

interface ReplayListProps {
  readonly replays: readonly Replay[];
  readonly titles: ReadonlyMap<string, string>;
  readonly zone: Zone;
  readonly viewOf: (replay: Replay) => MarketView;
  /** The replay whose prices are shown. */
  readonly shown: string | undefined;
  readonly onChanged: () => void;
}

const mostEnded = 3;

/** The replays: all that go on, and the newest of those that have ended. */
export function ReplayList({ replays, titles, zone, viewOf, shown, onChanged }: ReplayListProps) {
  const [all, setAll] = useState(false);
  const ended = replays.filter((replay) => !isActive(replay));
  const listed = [...replays.filter(isActive), ...(all ? ended : ended.slice(0, mostEnded))];
  return (
    <section className="block" aria-labelledby="replays-title">
      <h2 id="replays-title" className="block-title">
        Replays
      </h2>
      {replays.length === 0 && (
        <p className="card quiet">None yet. Choose a prepared day and start its replay.</p>
      )}
      <ul className="replays">
        {listed.map((replay) => (
          <ReplayCard
            key={replay.id}
            {...{ replay, zone, onChanged }}
            title={titles.get(replay.market) ?? replay.market}
            view={viewOf(replay)}
            isShown={replay.id === shown}
          />
        ))}
      </ul>
      {ended.length > mostEnded && (
        <p className="replays-more">
          <button type="button" className="button small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Fewer' : `All ${ended.length} that have ended`}
          </button>
        </p>
      )}
    </section>
  );
}
