import { createCodec, transactionSchema, type Transaction } from '@weir/schemas';
import type { Feed } from './feed.ts';
import { inputStartMs, markerLeadMs } from './frames-input.ts';
import { userIdOf, type TransactionColumns } from './transactions-input.ts';

const products = ['coffee', 'grinder', 'kettle', 'filter papers'];

/** Transactions as records: keyed by user. Ids have the length of a UUID. */
export function transactionsFeed(
  topic: string,
  partitions: number,
  { times, users, amounts, sent }: TransactionColumns,
): Feed {
  const codec = createCodec<Transaction>(transactionSchema);
  const record = (id: number, user_id: string, cents: number, created_at: number, schemaId: number) => {
    const event: Transaction = {
      transaction_id: `2f1c7a52-3b0e-4a56-9c1d-${String(id).padStart(12, '0')}`,
      user_id,
      amount: BigInt(cents) * 100n,
      currency: 'EUR',
      product: products[id % products.length] ?? null,
      payment_method: 'card',
      created_at,
    };
    return { key: user_id, value: codec.encodeWire(schemaId, event) };
  };
  return {
    topic,
    partitions,
    schema: transactionSchema,
    events: sent.length,
    recordAt(index, schemaId) {
      const id = sent[index] ?? 0;
      const user = userIdOf(users[id] ?? 0);
      return record(id, user, amounts[id] ?? 0, inputStartMs + (times[id] ?? 0), schemaId);
    },
    marker: (schemaId) => record(times.length, 'marker', 1, lastMomentMs({ times }) + markerLeadMs, schemaId),
  };
}

/** The greatest event time, epoch ms. */
const lastMomentMs = ({ times }: Pick<TransactionColumns, 'times'>) =>
  inputStartMs + times.reduce((last, time) => Math.max(last, time), 0);

/** Windows from here on hold nothing but markers and are not compared. */
export const endOfTransactions = (columns: TransactionColumns): number =>
  lastMomentMs(columns) + markerLeadMs - 60_000;
