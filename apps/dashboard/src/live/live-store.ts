import { useSyncExternalStore } from 'react';
import { connectionOf, type Link } from './connection.ts';
import { emptyLiveState, reduceLive, type LiveState } from './live-state.ts';
import { joinSharedStream } from './shared-stream.ts';

export interface Live {
  readonly state: LiveState;
  readonly link: Link;
  /**
   * The server's clock in whole seconds (epoch ms), 0 before the page is alive. It moves with the messages, and by
   * itself when there are none, so that a page is drawn once a second. It stands still while the data are not fresh:
   * charts that moved on would show a gap where nothing is known.
   */
  readonly nowMs: number;
}

const atFirst: Live = { state: emptyLiveState, link: { kind: 'connecting', since: 0 }, nowMs: 0 };
const secondMs = 1_000;

let live: Live = atFirst;
let leave: (() => void) | undefined;
let movedAt = 0;
const listeners = new Set<() => void>();

const clock = (): number => Math.floor((Date.now() + live.state.clockOffsetMs) / secondMs) * secondMs;

function set(change: Partial<Live>): void {
  movedAt = Date.now();
  live = { ...live, ...change };
  const { state } = connectionOf(live.link, live.state.source);
  const stands = live.nowMs > 0 && (state === 'stale' || state === 'reconnecting');
  if (!stands) live = { ...live, nowMs: clock() };
  for (const listener of listeners) listener();
}

function join(): () => void {
  const leaveStream = joinSharedStream({
    url: '/api/live',
    state: () => live.state,
    link: () => live.link,
    onMessage: (message, id) => set({ state: reduceLive(live.state, message, id, Date.now()) }),
    onLink: (link) => set({ link }),
    onState: (state, link) => set({ state, link }),
  });
  set({});
  const timer = setInterval(() => {
    // Only when no message did it: otherwise a page would be drawn twice a second.
    if (document.visibilityState === 'visible' && Date.now() - movedAt >= secondMs * 1.2) set({});
  }, secondMs / 4);
  return () => {
    clearInterval(timer);
    leaveStream();
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  leave ??= join();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    leave?.();
    leave = undefined;
  };
}

let frozen: Live | undefined;

/** Holds the page still, or lets it go on with what has come meanwhile. The stream itself goes on. */
export function setPaused(paused: boolean): void {
  frozen = paused ? live : undefined;
  for (const listener of listeners) listener();
}

/** Whether the reader holds the page still. */
export const usePaused = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => frozen !== undefined,
    () => false,
  );

/** The live data of this browser, shared by all charts and tabs. */
export const useLive = (): Live =>
  useSyncExternalStore(
    subscribe,
    () => frozen ?? live,
    () => atFirst,
  );

/** Server's clock minus this machine's (ms), as last heard. */
export const clockOffsetMs = (): number => live.state.clockOffsetMs;
