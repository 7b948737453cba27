import { formatCount, formatSeconds } from './format.ts';
import { createRateMeter } from './rate-meter.ts';

export interface Progress {
  /** `done` in the unit of `total`. */
  update(done: number): void;
  stop(): void;
}

export interface ProgressOptions {
  readonly label: string;
  /** Undefined when nobody knows: then there is no bar and no ETA. */
  readonly total: number | undefined;
  readonly format?: (value: number) => string;
  readonly stream?: NodeJS.WriteStream;
  readonly lineEveryMs?: number;
}

const barFormat = '{label} {bar} {percentage}% · {done} of {all} · {rate}/s · {left} left';
const openFormat = '{label} {done} · {rate}/s';

/**
 * Progress on stderr: a bar with rate and ETA on a terminal, elsewhere a line every few seconds, so that a log file
 * stays readable. The rate is over the last seconds, not since the start.
 */
export async function createProgress(options: ProgressOptions): Promise<Progress> {
  const { label, total, format = formatCount, stream = process.stderr, lineEveryMs = 5_000 } = options;
  const meter = createRateMeter(performance.now());
  let done = 0;

  const measure = () => {
    const rate = meter.measure(done, performance.now());
    const left = total === undefined || rate === 0 ? '?' : formatSeconds(Math.max(0, total - done) / rate);
    return { label, done: format(done), all: format(total ?? 0), rate: format(Math.round(rate)), left };
  };

  if (stream.isTTY) {
    const { default: cliProgress } = await import('cli-progress');
    const bar = new cliProgress.SingleBar(
      {
        format: total === undefined ? openFormat : barFormat,
        stream,
        hideCursor: true,
        fps: 5,
        barsize: 30,
        clearOnComplete: true,
      },
      cliProgress.Presets.shades_classic,
    );
    bar.start(total ?? 1, 0, measure());
    return {
      update(value) {
        done = value;
        bar.update(total === undefined ? 0 : Math.min(value, total), measure());
      },
      stop: () => bar.stop(),
    };
  }

  const timer = setInterval(() => {
    const shown = measure();
    const of =
      total === undefined ? '' : ` of ${shown.all} (${Math.floor((100 * done) / Math.max(1, total))} %)`;
    const eta = total === undefined ? '' : `, ${shown.left} left`;
    stream.write(`${label}: ${shown.done}${of}, ${shown.rate}/s${eta}\n`);
  }, lineEveryMs);
  timer.unref();
  return {
    update(value) {
      done = value;
    },
    stop: () => clearInterval(timer),
  };
}
