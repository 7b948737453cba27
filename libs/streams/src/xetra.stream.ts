import { xetraSchema, type Xetra } from '@weir/schemas';
import { defineStream } from './define-stream.ts';

/**
 * Trades on XETRA, one event per security and minute. From the columns of the public data set (all are there in every row):
 *
 *     ISIN, Mnemonic, SecurityDesc, SecurityType, Currency → isin, mnemonic, security_desc, security_type, currency
 *     SecurityID → security_id, as text
 *     Date, Time (2018-02-01, 07:03; UTC) → traded_at "2018-02-01T07:03:00Z"
 *     StartPrice, MaxPrice, MinPrice, EndPrice → start_price, max_price, min_price, end_price
 *     TradedVolume, NumberOfTrades → traded_volume, number_of_trades
 *
 * Prices and volume may be sent as the text that the file has: decimals are exact then.
 */
export const xetra = defineStream<Xetra>({
  name: 'xetra',
  title: 'XETRA',
  description: 'Securities traded on XETRA, minute by minute: prices, volume and trades by ticker.',
  schema: xetraSchema,
  key: 'isin',
  time: 'traded_at',
  // A day has about 1,400 securities.
  maxGroups: 5_000,
  metrics: {
    open: {
      kind: 'first',
      field: 'start_price',
      by: ['mnemonic'],
      every: '1m',
      title: 'Opening price',
      unit: 'price',
      chart: 'top',
    },
    high: {
      kind: 'max',
      field: 'max_price',
      by: ['mnemonic'],
      every: '1m',
      title: 'Highest price',
      unit: 'price',
      chart: 'top',
    },
    low: {
      kind: 'min',
      field: 'min_price',
      by: ['mnemonic'],
      every: '1m',
      title: 'Lowest price',
      unit: 'price',
      chart: 'top',
    },
    close: {
      kind: 'last',
      field: 'end_price',
      by: ['mnemonic'],
      every: '1m',
      title: 'Closing price',
      unit: 'price',
      chart: 'top',
    },
    volume: {
      kind: 'sum',
      field: 'traded_volume',
      by: ['mnemonic'],
      every: '1m',
      title: 'Shares traded per minute',
      unit: 'shares',
      chart: 'top',
    },
    trades: {
      kind: 'sum',
      field: 'number_of_trades',
      by: ['mnemonic'],
      every: '1m',
      title: 'Trades per minute',
      unit: 'trades',
      chart: 'top',
    },
  },
  example: {
    isin: 'DE0007164600',
    mnemonic: 'SAP',
    security_desc: 'SAP SE O.N.',
    security_type: 'Common stock',
    currency: 'EUR',
    security_id: '2504978',
    traded_at: '2026-01-30T09:31:00Z',
    start_price: '89.41',
    max_price: '89.46',
    min_price: '89.40',
    end_price: '89.44',
    traded_volume: 5210,
    number_of_trades: 23,
  },
});
