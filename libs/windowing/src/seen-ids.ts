/** Event time by id; an id that came with several times has the further ones under `id + NUL + time`. */
type Bucket = Map<string, number>;

/**
 * The ids that were seen, in buckets of event time. A duplicate is the same id with the same event time, so a bucket
 * can be forgotten as soon as no window that could count its events is open any more. After a restart the ids come back
 * with the windows: an id matters only while a window that counted it is open, and that one is read again from its start.
 */
export class SeenIds {
  readonly #buckets = new Map<number, Bucket>();
  readonly #bucketMs: number;

  constructor(bucketMs: number) {
    this.#bucketMs = bucketMs;
  }

  /** True when this id was seen with this event time before; remembers it otherwise. */
  seen(id: string, timeMs: number): boolean {
    const startMs = timeMs - (timeMs % this.#bucketMs);
    let bucket = this.#buckets.get(startMs);
    if (bucket === undefined) {
      bucket = new Map();
      this.#buckets.set(startMs, bucket);
    }
    const known = bucket.get(id);
    if (known === undefined) {
      bucket.set(id, timeMs);
      return false;
    }
    if (known === timeMs) return true;
    const both = `${id}\u0000${timeMs}`;
    if (bucket.has(both)) return true;
    bucket.set(both, timeMs);
    return false;
  }

  /** Forgets the buckets for whose last moment `isClosed` holds. */
  forget(isClosed: (lastMomentMs: number) => boolean): void {
    for (const startMs of this.#buckets.keys()) {
      if (isClosed(startMs + this.#bucketMs - 1)) this.#buckets.delete(startMs);
    }
  }

  /** How many ids are remembered. */
  get size(): number {
    let size = 0;
    for (const bucket of this.#buckets.values()) size += bucket.size;
    return size;
  }
}
