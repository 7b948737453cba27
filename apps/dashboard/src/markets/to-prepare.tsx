'use client';

import { Command } from '../components/command.tsx';
import type { MarketInfo } from './market-types.ts';
import { isWeekend } from './month.ts';

interface ToPrepareProps {
  readonly market: MarketInfo;
  readonly day: string;
  readonly busy: boolean;
  readonly again: boolean;
  readonly onFetch: () => void;
}

/** How to come by a day that is not there. */
export function ToPrepare({ market, day, busy, again, onFetch }: ToPrepareProps) {
  return (
    <>
      {!again && (
        <p className="quiet">
          Not prepared yet.
          {isWeekend(day) && ' It is a weekend: the exchange was closed, a bucket has nothing.'}
        </p>
      )}
      {market.has_bucket ? (
        <p>
          <button type="button" className="button primary" disabled={busy} onClick={onFetch}>
            {again ? 'Try again' : 'Download from the bucket'}
          </button>
        </p>
      ) : (
        <p className="notice">
          No bucket is configured: set <code>{market.bucket_variable}</code> for the replayer to download
          days.
        </p>
      )}
      <p>{market.has_bucket ? 'Or make' : 'Without one, make'} a day up, in exactly the exchange’s format:</p>
      <Command
        text={`npx weir generate ${market.name} --date ${day}`}
        name={`command that generates ${market.title} on ${day}`}
      />
      <p className="quiet">This page finds it by itself.</p>
    </>
  );
}
