import { orderSchema, type Order } from '@weir/schemas';
import { defineStream } from './define-stream.ts';

const sales = { kind: 'sum', field: 'total', every: '10s', unit: 'money' } as const;

export const orders = defineStream<Order>({
  name: 'orders',
  title: 'Orders',
  description: 'Sales orders: what is sold, by product category, country and channel.',
  schema: orderSchema,
  key: 'customer_id',
  time: 'ordered_at',
  id: 'order_id',
  alias: '/orders',
  metrics: {
    count: { kind: 'count', every: '1s', title: 'Orders per second' },
    sales: { ...sales, title: 'Sales per 10 seconds', chart: 'bar' },
    sales_by_category: { ...sales, by: ['category'], title: 'Sales by category per 10 seconds' },
    sales_by_country: { ...sales, by: ['country'], title: 'Sales by country per 10 seconds' },
    sales_by_channel: { ...sales, by: ['channel'], title: 'Sales by channel per 10 seconds' },
    customers_1m: {
      kind: 'unique',
      field: 'customer_id',
      every: '1m',
      title: 'Unique customers per minute',
      chart: 'bar',
    },
  },
  example: {
    order_id: '5c0d1f0e-6a0b-4f9e-9d0a-0f5b7c1e2a33',
    customer_id: 'customer-0042',
    product_id: 'p-118',
    product_name: 'Trail running shoe',
    category: 'shoes',
    quantity: 2,
    unit_price: '59.90',
    total: '119.80',
    country: 'DE',
    channel: 'web',
    ordered_at: '2026-01-31T12:00:00.000Z',
  },
});
