/** The times (ms) that a batch spans, before any shuffling. */
export interface Span {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Lets batches out of order in time by at most a bound. */
export interface OrderGuard<T extends Span> {
  /** Resolves when the batch may be sent. Ask for one batch at a time. */
  admit(batch: T): Promise<void>;
  release(batch: T): void;
}

/**
 * Several lanes may overtake each other, and one that retries falls behind. What it carries is late if the others run
 * ahead of it by more than the grace of the stream; so nobody starts a batch that ends more than `boundMs` after the
 * beginning of the oldest one in flight.
 */
export function createOrderGuard<T extends Span>(boundMs: number): OrderGuard<T> {
  const inFlight = new Set<T>();
  let wake: (() => void) | undefined;

  const mustWait = (batch: T) => [...inFlight].some(({ firstMs }) => batch.lastMs - firstMs > boundMs);
  return {
    async admit(batch) {
      while (mustWait(batch)) await new Promise<void>((resolve) => (wake = resolve));
      inFlight.add(batch);
    },
    release(batch) {
      inFlight.delete(batch);
      wake?.();
      wake = undefined;
    },
  };
}
