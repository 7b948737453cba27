'use client';

import { formatClockSeconds } from '../format/time-format.ts';
import { connectionOf, type Connection } from '../live/connection.ts';
import { useLive } from '../live/live-store.ts';
import { useZone } from '../preferences/use-zone.ts';

const words: Record<Connection['state'], string> = {
  connecting: 'Connecting',
  live: 'Live',
  stale: 'Stale',
  reconnecting: 'Reconnecting',
};

/** One word on the data's freshness, with since when: connecting, live, stale (ClickHouse away) or reconnecting. */
export function ConnectionBadge() {
  const { state, link } = useLive();
  const [zone] = useZone();
  const { state: now, since } = connectionOf(link, state.source);
  const known = since > 0 && now !== 'connecting';
  return (
    <p className={`connection ${now}`} role="status">
      <span className="connection-dot" aria-hidden="true" />
      {words[now]}
      {known && (
        <span className="connection-since">
          since <time dateTime={new Date(since).toISOString()}>{formatClockSeconds(since, zone)}</time>
        </span>
      )}
    </p>
  );
}
