import type { Control } from './control.ts';
import { createPace } from './pace.ts';
import type { Row } from './read-market-file.ts';

/** Consecutive rows of a file, sent together: all after one line and up to another. */
export interface Batch {
  readonly afterLine: number;
  readonly toLine: number;
  readonly rows: readonly Row[];
}

export interface ReplayRowsOptions {
  /** The rows after `afterLine`, in the file's order. */
  readonly rows: AsyncIterable<readonly Row[]>;
  readonly afterLine: number;
  /** A batch that was under way up to this line when it was left: it is sent first, cut as it was then. */
  readonly unfinishedTo?: number | undefined;
  readonly control: Control;
  readonly nowMs: () => number;
  /** Sends a batch; resolves with false when it did not go because the replay was told to stop. */
  readonly send: (batch: Batch) => Promise<boolean>;
  readonly maxRows?: number;
}

/** The file's end was reached, or the replay was stopped before. */
export type ReplayEnd = 'end' | 'stopped';

const defaultMaxRows = 1_000;

/**
 * Sends rows in the file's order, one batch at a time, each row when its event time is due at the control's speed. All
 * rows of a moment go together. What `send` throws ends it.
 */
export async function replayRows(options: ReplayRowsOptions): Promise<ReplayEnd> {
  const { rows, control, nowMs, send, maxRows = defaultMaxRows } = options;
  let { speed } = control;
  const pace = createPace(speed);
  let unfinishedTo = options.unfinishedTo ?? 0;
  let afterLine = options.afterLine;
  let batch: Row[] = [];

  async function flush(toLine: number): Promise<boolean> {
    if (batch.length === 0) return true;
    const sent = await send({ afterLine, toLine, rows: batch });
    afterLine = toLine;
    batch = [];
    return sent;
  }
  const lastLine = () => batch.at(-1)?.line ?? afterLine;

  /** Resolves when the row is due; what is due before goes first. False: it is to stop. */
  async function due(row: Row): Promise<boolean> {
    for (;;) {
      if (control.signal.aborted) return false;
      if (control.speed !== speed) {
        speed = control.speed;
        pace.restart(speed);
      }
      const waitMs = control.isPaused ? undefined : row.ok ? pace.waitMs(row.timeMs, nowMs()) : 0;
      if (waitMs === 0) return true;
      if (batch.length > 0) {
        if (!(await flush(lastLine()))) return false;
        continue;
      }
      await control.changed(waitMs);
      if (waitMs === undefined) pace.restart(control.speed);
    }
  }

  for await (const bunch of rows) {
    for (const row of bunch) {
      if (row.line <= unfinishedTo) {
        batch.push(row);
        continue;
      }
      if (unfinishedTo > 0) {
        const to = unfinishedTo;
        unfinishedTo = 0;
        if (!(await flush(to))) return 'stopped';
      }
      if (batch.length >= maxRows && !(await flush(lastLine()))) return 'stopped';
      if (!(await due(row))) return 'stopped';
      batch.push(row);
    }
  }
  const sent = await flush(unfinishedTo > 0 ? unfinishedTo : lastLine());
  return sent ? 'end' : 'stopped';
}
