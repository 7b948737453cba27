'use client';

import { formatClockSeconds } from '../format/time-format.ts';
import { connectionOf } from '../live/connection.ts';
import { useLive } from '../live/live-store.ts';
import { useZone } from '../preferences/use-zone.ts';

/** What is wrong, in plain words, at the foot of the window: nothing moves when it comes or goes. */
export function TroubleBar() {
  const { state, link } = useLive();
  const [zone] = useZone();
  const { state: now, since, detail } = connectionOf(link, state.source);
  const trouble = now === 'stale' || now === 'reconnecting';
  return (
    <div role="alert" className="trouble-place">
      {trouble && (
        <div className="trouble">
          <strong>{detail}</strong> What you see is as of {formatClockSeconds(since, zone)}. This page goes on
          by itself as soon as it can; nothing is lost meanwhile.
        </div>
      )}
    </div>
  );
}
