import type { Delivery } from '@weir/gateway-client';
import type { Batch, BatchSource } from './batch-source.ts';
import { createOrderGuard } from './order-guard.ts';
import { addAcknowledged, remark, type Tally } from './tally.ts';

export interface SendLanesOptions {
  readonly nextBatch: BatchSource;
  /** The signal says that another lane has given up: do not try again. */
  readonly send: (batch: Batch, stopSignal: AbortSignal) => Promise<Delivery>;
  /** How many requests may be on the way at once. */
  readonly lanes: number;
  /** How far (ms of event time) a batch may run ahead of one that is still on the way. */
  readonly orderBoundMs: number;
  readonly tally: Tally;
  readonly worthOf?: ((index: number) => number) | undefined;
  readonly onAccepted?: ((line: string) => void) | undefined;
  readonly onProgress?: () => void;
}

/** What stopped the lanes before the end; undefined when all was sent. */
export interface Stopped {
  readonly kind: 'gave-up' | 'refused';
  readonly why: string;
}

/** Sends the batches of one source over several lanes. A lane has one request on the way and keeps its order. */
export async function sendLanes(options: SendLanesOptions): Promise<Stopped | undefined> {
  const { nextBatch, send, lanes, orderBoundMs, tally, worthOf, onAccepted, onProgress } = options;
  const guard = createOrderGuard<Batch>(orderBoundMs);
  const stopping = new AbortController();
  let stopped: Stopped | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** One lane at a time, so that batches are admitted in the order of the sequence. */
  const takeTurn = (): Promise<Batch | undefined> => {
    const taken = turn.then(async () => {
      const batch = stopped === undefined ? await nextBatch() : undefined;
      if (batch !== undefined) await guard.admit(batch);
      return stopped === undefined ? batch : undefined;
    });
    turn = taken;
    return taken;
  };

  async function lane(): Promise<void> {
    for (let batch = await takeTurn(); batch !== undefined; batch = await takeTurn()) {
      const delivery = await send(batch, stopping.signal);
      guard.release(batch);
      if (delivery.kind === 'answered') {
        addAcknowledged(tally, batch, delivery, worthOf, onAccepted);
        onProgress?.();
      } else {
        tally.unacknowledged += batch.count;
        remark(tally, delivery.why);
        stopped ??= { kind: delivery.kind === 'gave-up' ? 'gave-up' : 'refused', why: delivery.why };
        stopping.abort();
      }
    }
  }

  await Promise.all(Array.from({ length: lanes }, lane));
  return stopped;
}
