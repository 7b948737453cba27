// Generated from schemas/transaction.avsc by `npm run generate`. Do not edit.
import type { AvroRecord } from '../avro-schema.ts';

/** One payment of a customer in the shop. */
export interface Transaction {
  /** Unique; a repeated id with the same time is a duplicate. */
  transaction_id: string;
  /** The customer; the key of the topic. */
  user_id: string;
  /** What was paid. (exact, in units of 10^-4) */
  amount: bigint;
  /** ISO 4217. */
  currency: string;
  /** What was bought. */
  product: string | null;
  /** How it was paid: card, transfer, … */
  payment_method: string | null;
  /** When it was paid: the event time. (epoch milliseconds) */
  created_at: number;
}

export const transactionSchema: AvroRecord = {
  type: 'record',
  name: 'Transaction',
  namespace: 'weir',
  doc: 'One payment of a customer in the shop.',
  fields: [
    {
      name: 'transaction_id',
      type: 'string',
      doc: 'Unique; a repeated id with the same time is a duplicate.',
    },
    {
      name: 'user_id',
      type: 'string',
      doc: 'The customer; the key of the topic.',
    },
    {
      name: 'amount',
      type: {
        type: 'bytes',
        logicalType: 'decimal',
        precision: 18,
        scale: 4,
      },
      doc: 'What was paid.',
    },
    {
      name: 'currency',
      type: 'string',
      default: 'EUR',
      doc: 'ISO 4217.',
    },
    {
      name: 'product',
      type: ['null', 'string'],
      default: null,
      doc: 'What was bought.',
    },
    {
      name: 'payment_method',
      type: ['null', 'string'],
      default: null,
      doc: 'How it was paid: card, transfer, …',
    },
    {
      name: 'created_at',
      type: {
        type: 'long',
        logicalType: 'timestamp-millis',
      },
      doc: 'When it was paid: the event time.',
    },
  ],
};
