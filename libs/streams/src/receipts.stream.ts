import { receiptSchema, type Receipt } from '@weir/schemas';
import { defineStream } from './define-stream.ts';

export const receipts = defineStream<Receipt>({
  name: 'receipts',
  title: 'Receipts',
  description: 'Cash receipts of shops: how many, what they are worth, and what is sold of each category.',
  schema: receiptSchema,
  key: 'store_id',
  time: 'issued_at',
  id: 'receipt_id',
  alias: '/receipt',
  checks: [{ sumOf: 'items.total', equals: 'total' }],
  metrics: {
    count: { kind: 'count', every: '1s', title: 'Receipts per second' },
    revenue: {
      kind: 'sum',
      field: 'total',
      every: '3s',
      title: 'Revenue per 3 seconds',
      unit: 'money',
      chart: 'bar',
    },
    // Pieces, not lines of the receipt: three cartons of milk are three items.
    category_items: {
      kind: 'sum',
      each: 'items',
      field: 'quantity',
      by: ['category'],
      every: '3s',
      title: 'Items by category per 3 seconds',
      unit: 'items',
    },
    category_revenue: {
      kind: 'sum',
      each: 'items',
      field: 'total',
      by: ['category'],
      every: '3s',
      title: 'Revenue by category per 3 seconds',
      unit: 'money',
    },
  },
  example: {
    receipt_id: 'b7f7f3c0-9f0e-4c53-8a1b-6a2d5e0c9f11',
    store_id: 'store-07',
    cashier_id: 'c-3',
    issued_at: '2026-01-31T12:00:00.000Z',
    currency: 'EUR',
    payment_method: 'card',
    items: [
      { product: 'Whole milk 1 l', category: 'dairy', quantity: 3, unit_price: '1.19', total: '3.57' },
      { product: 'Rye bread', category: 'bakery', quantity: 1, unit_price: '2.95', total: '2.95' },
    ],
    total: '6.52',
  },
});
