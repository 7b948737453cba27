import type { Speed } from './speed.ts';

/** What is wanted of a replay, told to it from outside while it runs. */
export interface Control {
  readonly speed: Speed;
  readonly isPaused: boolean;
  /** Aborted when the replay is to end where it stands. */
  readonly signal: AbortSignal;
  setSpeed(speed: Speed): void;
  pause(): void;
  resume(): void;
  stop(): void;
  /** Resolves when any of it changes, or after `ms`. */
  changed(ms?: number): Promise<void>;
}

const longestTimerMs = 2 ** 31 - 1;

export function createControl(initial: Speed, paused = false): Control {
  const stopped = new AbortController();
  let speed = initial;
  let isPaused = paused;
  let waiting: (() => void)[] = [];
  const tell = () => {
    for (const wake of waiting.splice(0)) wake();
  };
  return {
    get speed() {
      return speed;
    },
    get isPaused() {
      return isPaused;
    },
    signal: stopped.signal,
    setSpeed(next) {
      speed = next;
      tell();
    },
    pause() {
      isPaused = true;
      tell();
    },
    resume() {
      isPaused = false;
      tell();
    },
    stop() {
      stopped.abort();
      tell();
    },
    changed: (ms) =>
      new Promise((resolve) => {
        if (stopped.signal.aborted) return resolve();
        const timer = ms === undefined ? undefined : setTimeout(end, Math.min(ms, longestTimerMs));
        function end() {
          clearTimeout(timer);
          waiting = waiting.filter((wake) => wake !== end);
          resolve();
        }
        waiting.push(end);
      }),
  };
}
