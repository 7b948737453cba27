import type { Speed } from './speed.ts';

/** When which event is due. Times are arguments: nothing here looks at a clock. */
export interface Pace {
  /** Milliseconds until an event of this time is due; 0 when it is. The first one asked for is due at once. */
  waitMs(eventMs: number, nowMs: number): number;
  /** From the next event on; that one is due at once. */
  restart(speed: Speed): void;
}

export function createPace(initial: Speed): Pace {
  let speed = initial;
  let start: { readonly eventMs: number; readonly nowMs: number } | undefined;
  return {
    waitMs(eventMs, nowMs) {
      if (speed === 'max') return 0;
      start ??= { eventMs, nowMs };
      return Math.max(0, start.nowMs + (eventMs - start.eventMs) / speed - nowMs);
    },
    restart(next) {
      speed = next;
      start = undefined;
    },
  };
}
