import { eurexSchema, type Eurex } from '@weir/schemas';
import { defineStream } from './define-stream.ts';

/**
 * Trades on EUREX, one event per contract and minute. From the columns of the public data set (an empty cell is null):
 *
 *     ISIN, MarketSegment, Currency, SecurityType → isin, market_segment, currency, security_type
 *     UnderlyingSymbol, UnderlyingISIN, PutOrCall, MLEG → underlying_symbol, underlying_isin, put_or_call, mleg
 *     MaturityDate (20170915) → maturity_date "2017-09-15"
 *     StrikePrice, ContractGenerationNumber → strike_price, contract_generation_number
 *     SecurityID → security_id, as text: those of multi-leg instruments are above 2^53
 *     Date, Time (2018-02-01, 07:03; UTC) → traded_at "2018-02-01T07:03:00Z"
 *     StartPrice, MaxPrice, MinPrice, EndPrice → start_price, max_price, min_price, end_price (may be negative)
 *     NumberOfContracts, NumberOfTrades → number_of_contracts, number_of_trades
 */
export const eurex = defineStream<Eurex>({
  name: 'eurex',
  title: 'EUREX',
  description:
    'Derivatives traded on EUREX, minute by minute: contracts and trades by market segment and type.',
  schema: eurexSchema,
  key: 'isin',
  time: 'traded_at',
  metrics: {
    contracts: {
      kind: 'sum',
      field: 'number_of_contracts',
      by: ['market_segment'],
      every: '1m',
      title: 'Contracts by market segment per minute',
      unit: 'contracts',
      chart: 'top',
    },
    trades: {
      kind: 'sum',
      field: 'number_of_trades',
      by: ['market_segment'],
      every: '1m',
      title: 'Trades by market segment per minute',
      unit: 'trades',
      chart: 'top',
    },
    contracts_by_type: {
      kind: 'sum',
      field: 'number_of_contracts',
      by: ['security_type', 'put_or_call'],
      every: '1m',
      title: 'Contracts by type per minute',
      unit: 'contracts',
    },
  },
  example: {
    isin: 'DE000C26RR25',
    market_segment: 'OESX',
    underlying_symbol: 'SX5E',
    underlying_isin: 'EU0009658145',
    currency: 'EUR',
    security_type: 'OPT',
    maturity_date: '2026-03-20',
    strike_price: '3500',
    put_or_call: 'Call',
    mleg: null,
    contract_generation_number: 1,
    security_id: '72057598332666113',
    traded_at: '2026-01-30T09:31:00Z',
    start_price: '56.3',
    max_price: '56.3',
    min_price: '55.9',
    end_price: '55.9',
    number_of_contracts: 120,
    number_of_trades: 4,
  },
});
