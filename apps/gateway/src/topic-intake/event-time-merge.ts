/** Something that waits for its turn: when it happened, and what it weighs. */
export interface Timed {
  /** Event time, epoch ms; -Infinity for what has none or a wrong one, which waits for nobody. */
  readonly timeMs: number;
  readonly bytes: number;
}

interface Lane<T> {
  items: T[];
  /** Index of the first item that was not taken. */
  head: number;
  bytes: number;
  /** Whether the last answer reached the end of the partition's log. */
  atEnd: boolean;
  /** Since when nothing is known of what comes next (ms); undefined while something is. */
  unknownSince: number | undefined;
}

/**
 * Merges partitions by event time, each in its own order: the next item is the earliest of the heads. A partition without
 * a head is waited for, unless its log was at its end when it was last asked, or it has kept everybody waiting for
 * longer than `patienceMs`. So a backlog is replayed as it happened, and nothing live waits for a silent partition.
 * Pure: time is an argument (any clock in ms).
 */
export class EventTimeMerge<T extends Timed> {
  readonly #lanes = new Map<number, Lane<T>>();
  readonly #patienceMs: number;

  constructor(partitions: Iterable<number>, patienceMs: number, nowMs: number) {
    this.#patienceMs = patienceMs;
    for (const partition of partitions) {
      this.#lanes.set(partition, { items: [], head: 0, bytes: 0, atEnd: false, unknownSince: nowMs });
    }
  }

  add(partition: number, item: T): void {
    const lane = this.#lane(partition);
    lane.items.push(item);
    lane.bytes += item.bytes;
    lane.unknownSince = undefined;
  }

  /** All of an answer was added; `atEnd`: there was nothing behind it. */
  answered(partition: number, atEnd: boolean, nowMs: number): void {
    const lane = this.#lane(partition);
    lane.atEnd = atEnd;
    if (atEnd) lane.unknownSince = undefined;
    else if (lane.head === lane.items.length) lane.unknownSince ??= nowMs;
  }

  /** Bytes that wait in a partition's lane. */
  bytesOf(partition: number): number {
    return this.#lane(partition).bytes;
  }

  /** The next item; undefined while there is none, or while a partition must be waited for. */
  take(nowMs: number): T | undefined {
    let earliest: Lane<T> | undefined;
    let earliestMs = Infinity;
    for (const lane of this.#lanes.values()) {
      const item = lane.items[lane.head];
      if (item === undefined) {
        const { unknownSince } = lane;
        if (unknownSince !== undefined && nowMs - unknownSince < this.#patienceMs) return undefined;
      } else if (earliest === undefined || item.timeMs < earliestMs) {
        earliest = lane;
        earliestMs = item.timeMs;
      }
    }
    return earliest === undefined ? undefined : this.#shift(earliest, nowMs);
  }

  #shift(lane: Lane<T>, nowMs: number): T | undefined {
    const item = lane.items[lane.head];
    lane.head += 1;
    lane.bytes -= item?.bytes ?? 0;
    if (lane.head === lane.items.length) {
      lane.items = [];
      lane.head = 0;
      if (!lane.atEnd) lane.unknownSince = nowMs;
    } else if (lane.head >= 4_096) {
      lane.items = lane.items.slice(lane.head);
      lane.head = 0;
    }
    return item;
  }

  #lane(partition: number): Lane<T> {
    const lane = this.#lanes.get(partition);
    if (lane === undefined) throw new Error(`partition ${partition} is not merged here`);
    return lane;
  }
}
