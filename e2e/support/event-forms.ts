import { createCodec, frameSchema, transactionSchema, type Frame, type Transaction } from '@weir/schemas';
import type { KnownEvent } from './known-events.ts';

export type StreamName = 'transactions' | 'frames';

const transactions = createCodec<Transaction>(transactionSchema);
const frames = createCodec<Frame>(frameSchema);

/** An event as a client of the gateway would write it. */
export function asJson(stream: StreamName, { id, user, timeMs, cents }: KnownEvent): string {
  const json =
    stream === 'frames'
      ? { ts: timeMs / 1_000, uid: user }
      : {
          transaction_id: id,
          user_id: user,
          amount: (cents / 100).toFixed(2),
          created_at: new Date(timeMs).toISOString(),
        };
  return JSON.stringify(json);
}

/** An event as the gateway would store it. */
export function asAvro(stream: StreamName, schemaId: number, event: KnownEvent): Buffer {
  const { id, user, timeMs, cents } = event;
  return stream === 'frames'
    ? frames.encodeWire(schemaId, { ts: timeMs, uid: user, payload: null })
    : transactions.encodeWire(schemaId, {
        transaction_id: id,
        user_id: user,
        amount: BigInt(cents) * 100n,
        currency: 'EUR',
        product: null,
        payment_method: null,
        created_at: timeMs,
      });
}
