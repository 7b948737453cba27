// Generated from schemas/receipt.avsc by `npm run generate`. Do not edit.
import type { AvroRecord } from '../avro-schema.ts';

/** One cash receipt of a shop. */
export interface Receipt {
  /** Unique; a repeated id with the same time is a duplicate. */
  receipt_id: string;
  /** The shop; the key of the topic. */
  store_id: string;
  /** Who was at the till. */
  cashier_id: string | null;
  /** When it was printed: the event time. (epoch milliseconds) */
  issued_at: number;
  /** ISO 4217. */
  currency: string;
  /** How it was paid: cash, card, … */
  payment_method: string;
  /** The lines of the receipt. */
  items: { product: string; category: string; quantity: number; unit_price: bigint; total: bigint }[];
  /** What was paid: the sum of the items' totals. (exact, in units of 10^-4) */
  total: bigint;
}

export const receiptSchema: AvroRecord = {
  type: 'record',
  name: 'Receipt',
  namespace: 'weir',
  doc: 'One cash receipt of a shop.',
  fields: [
    {
      name: 'receipt_id',
      type: 'string',
      doc: 'Unique; a repeated id with the same time is a duplicate.',
    },
    {
      name: 'store_id',
      type: 'string',
      doc: 'The shop; the key of the topic.',
    },
    {
      name: 'cashier_id',
      type: ['null', 'string'],
      default: null,
      doc: 'Who was at the till.',
    },
    {
      name: 'issued_at',
      type: {
        type: 'long',
        logicalType: 'timestamp-millis',
      },
      doc: 'When it was printed: the event time.',
    },
    {
      name: 'currency',
      type: 'string',
      doc: 'ISO 4217.',
    },
    {
      name: 'payment_method',
      type: 'string',
      doc: 'How it was paid: cash, card, …',
    },
    {
      name: 'items',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'ReceiptItem',
          fields: [
            {
              name: 'product',
              type: 'string',
            },
            {
              name: 'category',
              type: 'string',
            },
            {
              name: 'quantity',
              type: 'int',
              doc: 'Pieces; negative for a return.',
            },
            {
              name: 'unit_price',
              type: {
                type: 'bytes',
                logicalType: 'decimal',
                precision: 18,
                scale: 4,
              },
            },
            {
              name: 'total',
              type: {
                type: 'bytes',
                logicalType: 'decimal',
                precision: 18,
                scale: 4,
              },
              doc: 'What was paid for this line.',
            },
          ],
        },
      },
      doc: 'The lines of the receipt.',
    },
    {
      name: 'total',
      type: {
        type: 'bytes',
        logicalType: 'decimal',
        precision: 18,
        scale: 4,
      },
      doc: "What was paid: the sum of the items' totals.",
    },
  ],
};
