/** When events happen, and so when they may be sent. Times are epoch milliseconds; the wall clock is an argument. */
export interface Timeline {
  /** How many events may be taken now. */
  due(nowMs: number): number;
  /** How long until one is due; 0 when one is. */
  waitMs(nowMs: number): number;
  /** Takes one event: its event time. */
  take(nowMs: number): number;
}

/** Event times `start`, `start + 1/rate`, …: the same in every run, and sent as fast as they are taken. */
export function createFixedTimeline({ startMs, rate }: { startMs: number; rate: number }): Timeline {
  let taken = 0;
  return {
    due: () => Infinity,
    waitMs: () => 0,
    take: () => startMs + Math.floor((taken++ * 1_000) / rate),
  };
}

/** Every event happens in the moment in which it is sent, as fast as it can be sent. */
export function createLiveTimeline(): Timeline {
  return { due: () => Infinity, waitMs: () => 0, take: (nowMs) => nowMs };
}

/** Behind by more than this, a paced timeline goes on from now: a burst of old event times would come late. */
const maxBehindMs = 1_000;

/** `rate` events a second of wall time, evenly spaced; the event time is the moment in which each is due. */
export function createPacedTimeline({ startMs, rate }: { startMs: number; rate: number }): Timeline {
  let anchorMs = startMs;
  let taken = 0;
  const dueAt = (index: number) => anchorMs + (index * 1_000) / rate;

  const reanchorWhenBehind = (nowMs: number) => {
    if (nowMs - dueAt(taken) <= maxBehindMs + 1_000 / rate) return;
    anchorMs = nowMs;
    taken = 0;
  };
  return {
    due(nowMs) {
      reanchorWhenBehind(nowMs);
      return Math.max(0, Math.floor(((nowMs - anchorMs) * rate) / 1_000) + 1 - taken);
    },
    waitMs: (nowMs) => Math.max(0, Math.ceil(dueAt(taken) - nowMs)),
    take: () => Math.floor(dueAt(taken++)),
  };
}
