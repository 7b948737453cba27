// Generated from schemas/order.avsc by `npm run generate`. Do not edit.
import type { AvroRecord } from '../avro-schema.ts';

/** One order of a product. */
export interface Order {
  /** Unique; a repeated id with the same time is a duplicate. */
  order_id: string;
  /** Who ordered; the key of the topic. */
  customer_id: string;
  product_id: string;
  product_name: string;
  /** Of the product. */
  category: string;
  quantity: number;
  /** (exact, in units of 10^-4) */
  unit_price: bigint;
  /** What the order is worth, discounts taken off. (exact, in units of 10^-4) */
  total: bigint;
  /** Where it goes, ISO 3166-1 alpha-2. */
  country: string;
  /** Where it came from: web, app, store, … */
  channel: string;
  /** When it was ordered: the event time. (epoch milliseconds) */
  ordered_at: number;
}

export const orderSchema: AvroRecord = {
  type: 'record',
  name: 'Order',
  namespace: 'weir',
  doc: 'One order of a product.',
  fields: [
    {
      name: 'order_id',
      type: 'string',
      doc: 'Unique; a repeated id with the same time is a duplicate.',
    },
    {
      name: 'customer_id',
      type: 'string',
      doc: 'Who ordered; the key of the topic.',
    },
    {
      name: 'product_id',
      type: 'string',
    },
    {
      name: 'product_name',
      type: 'string',
    },
    {
      name: 'category',
      type: 'string',
      doc: 'Of the product.',
    },
    {
      name: 'quantity',
      type: 'int',
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
      doc: 'What the order is worth, discounts taken off.',
    },
    {
      name: 'country',
      type: 'string',
      doc: 'Where it goes, ISO 3166-1 alpha-2.',
    },
    {
      name: 'channel',
      type: 'string',
      doc: 'Where it came from: web, app, store, …',
    },
    {
      name: 'ordered_at',
      type: {
        type: 'long',
        logicalType: 'timestamp-millis',
      },
      doc: 'When it was ordered: the event time.',
    },
  ],
};
