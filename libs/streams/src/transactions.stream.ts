import { transactionSchema, type Transaction } from '@weir/schemas';
import { defineStream } from './define-stream.ts';

export const transactions = defineStream<Transaction>({
  name: 'transactions',
  title: 'Transactions',
  description: 'Payments of customers: income in real time.',
  schema: transactionSchema,
  key: 'user_id',
  time: 'created_at',
  id: 'transaction_id',
  alias: '/transactions',
  metrics: {
    income: {
      kind: 'sum',
      field: 'amount',
      every: '3s',
      title: 'Income per 3 seconds',
      unit: 'money',
      chart: 'bar',
    },
    count: { kind: 'count', every: '3s', title: 'Transactions per 3 seconds', chart: 'bar' },
    income_by_user: {
      kind: 'sum',
      field: 'amount',
      by: ['user_id'],
      every: '3s',
      title: 'Income by user per 3 seconds',
      unit: 'money',
      chart: 'top',
    },
    users_1s: { kind: 'unique', field: 'user_id', every: '1s', title: 'Unique users per second' },
    users_1m: {
      kind: 'unique',
      field: 'user_id',
      every: '1m',
      title: 'Unique users per minute',
      chart: 'bar',
    },
  },
  example: {
    transaction_id: '2f1c7a52-3b0e-4a56-9c1d-5c0f5a8f6a10',
    user_id: '7d3a5e10-0000-4000-8000-000000000007',
    amount: '70.00',
    currency: 'EUR',
    product: 'headphones',
    payment_method: 'card',
    created_at: '2026-01-31T12:00:00.000Z',
  },
});
