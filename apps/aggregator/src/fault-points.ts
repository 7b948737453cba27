/** Moments of a publication at which a test may let the process die, or stop it. */
const moments = ['before-publish', 'half-published', 'before-commit'] as const;
export type FaultMoment = (typeof moments)[number];

/** Told of each moment as it comes. */
export interface FaultPoints {
  reached(moment: FaultMoment): void;
  /** The one that is waited for; undefined in any process that is not under test. */
  readonly armed: FaultMoment | undefined;
}

const signals = ['SIGKILL', 'SIGSTOP'] as const;

const none: FaultPoints = { reached: () => undefined, armed: undefined };

/**
 * For tests of recovery only: `WEIR_FAULT=half-published:3` lets the process end as if by `kill -9` the third time that
 * it has published one half of its changes and not the other; with `:SIGSTOP` behind it, the process is stopped there
 * and goes on when it is told to. Without the variable nothing ever happens here.
 */
export function faultPoints(setting: string | undefined): FaultPoints {
  if (setting === undefined) return none;
  const [name, times = '1', how = 'SIGKILL'] = setting.split(':');
  const armed = moments.find((moment) => moment === name);
  const signal = signals.find((one) => one === how);
  let left = Number(times);
  if (armed === undefined || signal === undefined || !(left >= 1)) {
    throw new Error(
      `WEIR_FAULT=${setting}: must be ${moments.join(' | ')}, then :N for the Nth time, then maybe :SIGSTOP`,
    );
  }
  return {
    armed,
    reached(moment) {
      if (moment === armed && (left -= 1) === 0) process.kill(process.pid, signal);
    },
  };
}
