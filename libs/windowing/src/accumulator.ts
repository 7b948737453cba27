import type { EventFields, MetricPlan } from './window-plan.ts';

/** The value of one window and group while it grows. */
export interface Accumulator {
  /** How many events (items, for an `each` metric) the value is made of. */
  events: number;
  /** Offset of the last of them; -1 before the first. */
  lastOffset: number;
  /** The greatest revision taken out so far; -1 before the first. */
  published: number;
  add(event: EventFields, offset: number, timeMs: number): void;
  /** In units of 10^-4. */
  value(): bigint;
  /** For first and last: event time (epoch ms) of the event that gave the value. Null for the other kinds. */
  valueAt(): number | null;
}

const unit = 10_000n;

class Count implements Accumulator {
  events = 0;
  lastOffset = -1;
  published = -1;
  add(_event: EventFields, offset: number): void {
    this.events += 1;
    this.lastOffset = offset;
  }
  value(): bigint {
    return BigInt(this.events) * unit;
  }
  valueAt(): null {
    return null;
  }
}

class Unique implements Accumulator {
  events = 0;
  lastOffset = -1;
  published = -1;
  readonly #keys = new Set<string>();
  readonly #keyOf: MetricPlan['keyOf'];
  constructor(keyOf: MetricPlan['keyOf']) {
    this.#keyOf = keyOf;
  }
  add(event: EventFields, offset: number): void {
    this.#keys.add(this.#keyOf(event));
    this.events += 1;
    this.lastOffset = offset;
  }
  value(): bigint {
    return BigInt(this.#keys.size) * unit;
  }
  valueAt(): null {
    return null;
  }
}

type ValueOf = NonNullable<MetricPlan['valueOf']>;

/** Base of the kinds that take one number from each event. An event whose number is null counts nowhere. */
abstract class Measure implements Accumulator {
  events = 0;
  lastOffset = -1;
  published = -1;
  readonly #valueOf: ValueOf;
  constructor(valueOf: ValueOf) {
    this.#valueOf = valueOf;
  }
  add(event: EventFields, offset: number, timeMs: number): void {
    const value = this.#valueOf(event);
    if (value === undefined) return;
    this.take(value, timeMs);
    this.events += 1;
    this.lastOffset = offset;
  }
  protected abstract take(value: bigint, timeMs: number): void;
  abstract value(): bigint;
  valueAt(): number | null {
    return null;
  }
}

class Sum extends Measure {
  #sum = 0n;
  protected override take(value: bigint): void {
    this.#sum += value;
  }
  override value(): bigint {
    return this.#sum;
  }
}

type Better = (value: bigint, kept: bigint, timeMs: number, keptTimeMs: number) => boolean;

/** Keeps one of the values: the one that `better` prefers to what is kept. */
class Pick extends Measure {
  #kept = 0n;
  protected keptTimeMs = 0;
  readonly #better: Better;
  constructor(valueOf: ValueOf, better: Better) {
    super(valueOf);
    this.#better = better;
  }
  protected override take(value: bigint, timeMs: number): void {
    if (this.events === 0 || this.#better(value, this.#kept, timeMs, this.keptTimeMs)) {
      this.#kept = value;
      this.keptTimeMs = timeMs;
    }
  }
  override value(): bigint {
    return this.#kept;
  }
}

/** First and last tell when their value was, so that those of several partitions can be compared. */
class TimedPick extends Pick {
  override valueAt(): number {
    return this.keptTimeMs;
  }
}

/** First and last go by event time; of two events of one time, by their order in the log. */
const better: Record<'min' | 'max' | 'first' | 'last', Better> = {
  min: (value, kept) => value < kept,
  max: (value, kept) => value > kept,
  first: (_value, _kept, timeMs, keptTimeMs) => timeMs < keptTimeMs,
  last: (_value, _kept, timeMs, keptTimeMs) => timeMs >= keptTimeMs,
};

/** A function that makes an empty accumulator of the metric's kind. */
export function accumulatorFactory({ kind, keyOf, valueOf }: MetricPlan): () => Accumulator {
  if (kind === 'count') return () => new Count();
  if (kind === 'unique') return () => new Unique(keyOf);
  if (valueOf === undefined) throw new Error(`a ${kind} needs a field`);
  if (kind === 'sum') return () => new Sum(valueOf);
  const prefer = better[kind];
  return kind === 'first' || kind === 'last'
    ? () => new TimedPick(valueOf, prefer)
    : () => new Pick(valueOf, prefer);
}
