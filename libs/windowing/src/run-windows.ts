import { openWindowFactory, type OpenWindow, type OpenWindowFactory } from './open-window.ts';
import { SeenIds } from './seen-ids.ts';
import type { EventFields, WindowPlan } from './window-plan.ts';
import type { WindowRow } from './window-row.ts';

/** The open windows of one metric, with the one that took the last event at hand: the next event is mostly in it too. */
interface MetricWindows {
  readonly sizeMs: number;
  readonly open: OpenWindowFactory;
  readonly windows: Map<number, OpenWindow>;
  latest: OpenWindow | undefined;
}

export type RunVerdict = 'counted' | 'duplicate' | 'late';

/** The windows of one run in one partition, and its clock. */
export class RunWindows {
  readonly runId: string;
  /** Greatest event time seen (epoch ms); -Infinity before the first event. */
  clockMs: number;
  /** Metrics (indexes) that the last event was too late for. */
  readonly lateFor: number[] = [];
  readonly #plan: WindowPlan;
  readonly #metrics: readonly MetricWindows[];
  readonly #ids: SeenIds | undefined;
  /** The clock at which the next open window is due; nothing needs to be looked through before. */
  #nextDueMs = Infinity;

  constructor(plan: WindowPlan, runId: string, clockMs = -Infinity) {
    this.runId = runId;
    this.clockMs = clockMs;
    this.#plan = plan;
    this.#metrics = plan.metrics.map((metric) => ({
      sizeMs: metric.sizeMs,
      open: openWindowFactory(metric, plan.maxGroups),
      windows: new Map(),
      latest: undefined,
    }));
    this.#ids = plan.idOf === undefined ? undefined : new SeenIds(plan.longestMs);
  }

  /** Counts one event. Windows that its time closes go to `closed`, with their final values. */
  add(event: EventFields, offset: number, timeMs: number, closed: WindowRow[]): RunVerdict {
    if (timeMs > this.clockMs) {
      this.clockMs = timeMs;
      if (timeMs >= this.#nextDueMs) this.#closeDue(closed);
    }
    const { idOf } = this.#plan;
    if (idOf !== undefined && this.#isDuplicate(idOf(event), timeMs)) return 'duplicate';
    this.lateFor.length = 0;
    for (let metric = 0; metric < this.#metrics.length; metric += 1) {
      const window = this.#windowAt(metric, timeMs, offset);
      if (window === undefined) this.lateFor.push(metric);
      else window.add(event, offset, timeMs);
    }
    return this.lateFor.length === 0 ? 'counted' : 'late';
  }

  /** The value of every open window that changed since it was last taken out (or, for `final`, is not yet out as final). */
  take(final: boolean, rows: WindowRow[]): void {
    for (const [metric, { windows }] of this.#metrics.entries()) {
      for (const window of windows.values()) this.#rowsOf(window, metric, final, rows);
    }
  }

  /** Closes everything that is open, as the last event of the run would: the clock moves to where all is due. */
  close(rows: WindowRow[]): void {
    for (const { windows } of this.#metrics) {
      for (const { endMs } of windows.values()) {
        this.clockMs = Math.max(this.clockMs, endMs + this.#plan.graceMs);
      }
    }
    this.#closeDue(rows);
  }

  /** The first offset that an open window still needs; Infinity when there is none. */
  firstOffset(): number {
    let first = Infinity;
    for (const { windows } of this.#metrics) {
      for (const { firstOffset } of windows.values()) first = Math.min(first, firstOffset);
    }
    return first;
  }

  get openWindows(): number {
    return this.#metrics.reduce((sum, { windows }) => sum + windows.size, 0);
  }

  #isLate(endMs: number): boolean {
    return endMs + this.#plan.graceMs <= this.clockMs;
  }

  /** An id is worth remembering only while some window could still count its event: otherwise the event is late anyway. */
  #isDuplicate(id: string, timeMs: number): boolean {
    if (this.#ids === undefined || this.#allLate(timeMs)) return false;
    return this.#ids.seen(id, timeMs);
  }

  /** True when every window that holds this moment is closed. */
  #allLate(timeMs: number): boolean {
    return this.#metrics.every(({ sizeMs }) => this.#isLate(timeMs - (timeMs % sizeMs) + sizeMs));
  }

  /** The open window of a metric that holds this moment, opened if need be; undefined when it is closed already. */
  #windowAt(metric: number, timeMs: number, offset: number): OpenWindow | undefined {
    const of = this.#metrics[metric];
    if (of === undefined) return undefined;
    const { latest } = of;
    // What is in `windows` is open: a due window is closed in the same call that moves the clock.
    if (latest !== undefined && timeMs >= latest.startMs && timeMs < latest.endMs) return latest;
    const startMs = timeMs - (timeMs % of.sizeMs);
    let window = of.windows.get(startMs);
    if (window === undefined) {
      const endMs = startMs + of.sizeMs;
      if (this.#isLate(endMs)) return undefined;
      window = of.open(startMs, offset);
      of.windows.set(startMs, window);
      this.#nextDueMs = Math.min(this.#nextDueMs, endMs + this.#plan.graceMs);
    }
    of.latest = window;
    return window;
  }

  #closeDue(rows: WindowRow[]): void {
    let next = Infinity;
    for (const [metric, of] of this.#metrics.entries()) {
      for (const [startMs, window] of of.windows) {
        if (this.#isLate(window.endMs)) {
          this.#rowsOf(window, metric, true, rows);
          of.windows.delete(startMs);
          if (of.latest === window) of.latest = undefined;
        } else next = Math.min(next, window.endMs + this.#plan.graceMs);
      }
    }
    this.#nextDueMs = next;
    this.#ids?.forget((lastMomentMs) => this.#allLate(lastMomentMs));
  }

  #rowsOf(window: OpenWindow, metric: number, final: boolean, rows: WindowRow[]): void {
    for (const [group, accumulator] of window.groups()) {
      const revision = 2 * accumulator.lastOffset + (final ? 1 : 0);
      if (revision <= accumulator.published) continue;
      accumulator.published = revision;
      rows.push({
        metric,
        run_id: this.runId,
        group,
        window_start: window.startMs,
        value: accumulator.value(),
        value_at: accumulator.valueAt(),
        events: accumulator.events,
        revision,
        final,
      });
    }
  }
}
