import type { ResumePoint } from './resume-point.ts';
import { RunWindows } from './run-windows.ts';
import type { EventFields, WindowPlan } from './window-plan.ts';
import type { WindowRow } from './window-row.ts';

/**
 * What became of an event. `late`: at least one window had closed before it came (`lateFor` names the metrics).
 * `reread`: it lies below the position, so its fate was decided, and told, before the restart.
 */
export type Verdict = 'counted' | 'duplicate' | 'late' | 'ahead' | 'reread';

/** What a partition is doing, for people and dashboards. */
export interface PartitionState {
  readonly position: number;
  readonly resumeOffset: number;
  readonly runs: readonly {
    readonly runId: string;
    readonly clockMs: number;
    readonly openWindows: number;
  }[];
}

/** All windows of one partition: a pure machine that is fed the partition's log, record by record. */
export class PartitionWindows {
  readonly #plan: WindowPlan;
  readonly #runs = new Map<string, RunWindows>();
  /** Final values of closed windows that were not taken out yet. */
  #closed: WindowRow[] = [];
  /** The next offset to be read. */
  #next: number;
  /** Below this offset every event was judged before the restart. */
  readonly #rereadBelow: number;
  #latest: RunWindows | undefined;

  constructor(plan: WindowPlan, from: ResumePoint) {
    this.#plan = plan;
    this.#next = from.offset;
    this.#rereadBelow = from.position;
    for (const [runId, clockMs] of from.clocks) this.#runs.set(runId, new RunWindows(plan, runId, clockMs));
  }

  /**
   * Takes one event. Offsets must rise; one that was read already is refused (throws), since counting it twice would
   * be wrong without a trace.
   *
   * @param offset of the record in the partition
   * @param appendedMs the broker's append time (epoch ms)
   * @param runId `''` for live traffic
   * @param event at least the plan's fields
   */
  add(offset: number, appendedMs: number, runId: string, event: EventFields): Verdict {
    this.skip(offset);
    const timeMs = this.#plan.timeOf(event);
    if (timeMs > appendedMs + this.#plan.maxAheadMs) return this.#reread(offset) ? 'reread' : 'ahead';
    const verdict = this.#run(runId).add(event, offset, timeMs, this.#closed);
    return this.#reread(offset) ? 'reread' : verdict;
  }

  /** Passes over a record that is no event (undecodable, empty), so that the position moves on. */
  skip(offset: number): void {
    if (offset < this.#next)
      throw new Error(`offset ${offset} was read already; the next one is ${this.#next}`);
    this.#next = offset + 1;
  }

  /** Metrics (indexes) that missed the event of the last `add`, when its verdict was `late`. */
  get lateFor(): readonly number[] {
    return this.#latest?.lateFor ?? [];
  }

  /** True while records are read again that were judged before the restart. Nothing is taken out until that is over. */
  get rereading(): boolean {
    return this.#next < this.#rereadBelow;
  }

  /**
   * Takes out what changed: final values of windows that closed, and the current values of open ones, provisional or, for
   * runs that are idle at the end of the log, final. While re-reading there is nothing: those values were published
   * already, and a half-rebuilt one would be wrong.
   *
   * @param idle all runs, none, or which
   */
  take(idle: boolean | ((runId: string) => boolean)): WindowRow[] {
    if (this.rereading) return [];
    const rows = this.#closed;
    this.#closed = [];
    for (const run of this.#runs.values()) {
      run.take(typeof idle === 'boolean' ? idle : idle(run.runId), rows);
    }
    return rows;
  }

  /**
   * Closes all windows of a run for good: after long silence, or when the run is finished. Its clock moves on to where
   * they are due, and goes into the next resume point, so that a later event is late and not a new beginning.
   */
  closeRun(runId: string): void {
    if (!this.rereading) this.#runs.get(runId)?.close(this.#closed);
  }

  /** Forgets a run that has no open windows, clock and all; true if it did (or never knew the run). */
  forgetRun(runId: string): boolean {
    const run = this.#runs.get(runId);
    if (run === undefined) return true;
    if (run.openWindows > 0) return false;
    if (this.#latest === run) this.#latest = undefined;
    return this.#runs.delete(runId);
  }

  /** Where to go on if everything taken out so far is published. */
  resumePoint(): ResumePoint {
    let offset = this.#next;
    const clocks = new Map<string, number>();
    for (const run of this.#runs.values()) {
      offset = Math.min(offset, run.firstOffset());
      clocks.set(run.runId, run.clockMs);
    }
    return { offset, position: Math.max(this.#next, this.#rereadBelow), clocks };
  }

  /** The clock (epoch ms) of a run; undefined for one that is not known. */
  clockOf(runId: string): number | undefined {
    return this.#runs.get(runId)?.clockMs;
  }

  /** How many values of closed windows wait to be taken out. */
  get closedCount(): number {
    return this.#closed.length;
  }

  /** The next offset to be read. */
  get next(): number {
    return this.#next;
  }

  get state(): PartitionState {
    const { offset, position } = this.resumePoint();
    return {
      position,
      resumeOffset: offset,
      runs: [...this.#runs.values()].map(({ runId, clockMs, openWindows }) => ({
        runId,
        clockMs,
        openWindows,
      })),
    };
  }

  #reread(offset: number): boolean {
    return offset < this.#rereadBelow;
  }

  #run(runId: string): RunWindows {
    if (this.#latest?.runId === runId) return this.#latest;
    let run = this.#runs.get(runId);
    if (run === undefined) {
      run = new RunWindows(this.#plan, runId);
      this.#runs.set(runId, run);
    }
    this.#latest = run;
    return run;
  }
}
