'use client';

import { setPaused, usePaused } from '../live/live-store.ts';

/** Holds the page still to look at something; what comes meanwhile is there when it goes on. */
export function PauseButton() {
  const paused = usePaused();
  return (
    <button type="button" className="button pause" aria-pressed={paused} onClick={() => setPaused(!paused)}>
      {paused ? 'Go on' : 'Pause'}
    </button>
  );
}
