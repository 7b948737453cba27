import { otherGroup } from '@weir/streams';
import { accumulatorFactory, type Accumulator } from './accumulator.ts';
import type { EventFields, MetricPlan } from './window-plan.ts';

/** One window of one metric that still takes events, with the accumulators of its groups. */
export interface OpenWindow {
  readonly startMs: number;
  readonly endMs: number;
  /** Offset of the first event in it: reading again from here rebuilds it. */
  readonly firstOffset: number;
  add(event: EventFields, offset: number, timeMs: number): void;
  /** Every group with its accumulator; the group is `''` for a metric without groups. */
  groups(): Iterable<readonly [string, Accumulator]>;
}

export type OpenWindowFactory = (startMs: number, firstOffset: number) => OpenWindow;

class SingleWindow implements OpenWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly firstOffset: number;
  readonly #accumulator: Accumulator;
  constructor(startMs: number, sizeMs: number, firstOffset: number, accumulator: Accumulator) {
    this.startMs = startMs;
    this.endMs = startMs + sizeMs;
    this.firstOffset = firstOffset;
    this.#accumulator = accumulator;
  }
  add(event: EventFields, offset: number, timeMs: number): void {
    this.#accumulator.add(event, offset, timeMs);
  }
  *groups(): Iterable<readonly [string, Accumulator]> {
    if (this.#accumulator.events > 0) yield ['', this.#accumulator];
  }
}

class GroupedWindow implements OpenWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly firstOffset: number;
  readonly #accumulators = new Map<string, Accumulator>();
  readonly #create: () => Accumulator;
  readonly #groupOf: (event: EventFields) => string;
  readonly #maxGroups: number;
  constructor(
    startMs: number,
    sizeMs: number,
    firstOffset: number,
    grouping: { create: () => Accumulator; groupOf: (event: EventFields) => string; maxGroups: number },
  ) {
    this.startMs = startMs;
    this.endMs = startMs + sizeMs;
    this.firstOffset = firstOffset;
    this.#create = grouping.create;
    this.#groupOf = grouping.groupOf;
    this.#maxGroups = grouping.maxGroups;
  }
  add(event: EventFields, offset: number, timeMs: number): void {
    const group = this.#groupOf(event);
    let accumulator = this.#accumulators.get(group);
    if (accumulator === undefined) {
      // Which groups come before the bound depends on the log alone: a window is always rebuilt from its first event.
      const name = this.#accumulators.size < this.#maxGroups ? group : otherGroup;
      accumulator = this.#accumulators.get(name) ?? this.#create();
      this.#accumulators.set(name, accumulator);
    }
    accumulator.add(event, offset, timeMs);
  }
  *groups(): Iterable<readonly [string, Accumulator]> {
    for (const entry of this.#accumulators) if (entry[1].events > 0) yield entry;
  }
}

/** A function that opens windows of one metric. */
export function openWindowFactory(metric: MetricPlan, maxGroups: number): OpenWindowFactory {
  const { sizeMs, groupOf, each } = metric;
  const create = accumulatorFactory(metric);
  const open: OpenWindowFactory =
    groupOf === undefined
      ? (startMs, firstOffset) => new SingleWindow(startMs, sizeMs, firstOffset, create())
      : (startMs, firstOffset) =>
          new GroupedWindow(startMs, sizeMs, firstOffset, { create, groupOf, maxGroups });
  return each === undefined ? open : (startMs, firstOffset) => exploding(open(startMs, firstOffset), each);
}

/** A window that takes the items of an array field one by one in place of the event. */
function exploding(window: OpenWindow, each: string): OpenWindow {
  return {
    startMs: window.startMs,
    endMs: window.endMs,
    firstOffset: window.firstOffset,
    add: (event, offset, timeMs) => {
      const items = event[each];
      if (!Array.isArray(items)) return;
      for (const item of items as EventFields[]) window.add(item, offset, timeMs);
    },
    groups: () => window.groups(),
  };
}
