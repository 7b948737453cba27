// Generated from schemas/eurex.avsc by `npm run generate`. Do not edit.
import type { AvroRecord } from '../avro-schema.ts';

/** One contract's trades on EUREX in one minute, as the Deutsche Börse public data set has them. */
export interface Eurex {
  /** The product; the key of the topic. */
  isin: string;
  /** Product such as OESX or FBTP. */
  market_segment: string;
  underlying_symbol: string | null;
  underlying_isin: string | null;
  /** ISO 4217. */
  currency: string;
  /** OPT, FUT or MLEG (multi-leg). */
  security_type: string;
  /** Empty for multi-leg instruments. (days since 1970-01-01) */
  maturity_date: number | null;
  /** Only of options. (exact, in units of 10^-4) */
  strike_price: bigint | null;
  /** Only of options. */
  put_or_call: 'Put' | 'Call' | null;
  /** Symbol of a multi-leg instrument such as FDAX.S.SEP17.DEC17. */
  mleg: string | null;
  /** Only of options. */
  contract_generation_number: number | null;
  /** Text, because ids of multi-leg instruments are above 2^53. */
  security_id: string;
  /** The minute, at its start: the event time (Date and Time of the file, UTC). (epoch milliseconds) */
  traded_at: number;
  /** First price of the minute. (exact, in units of 10^-4) */
  start_price: bigint;
  /** (exact, in units of 10^-4) */
  max_price: bigint;
  /** (exact, in units of 10^-4) */
  min_price: bigint;
  /** Last price of the minute. (exact, in units of 10^-4) */
  end_price: bigint;
  number_of_contracts: number;
  number_of_trades: number;
}

export const eurexSchema: AvroRecord = {
  type: 'record',
  name: 'Eurex',
  namespace: 'weir',
  doc: "One contract's trades on EUREX in one minute, as the Deutsche Börse public data set has them.",
  fields: [
    {
      name: 'isin',
      type: 'string',
      doc: 'The product; the key of the topic.',
    },
    {
      name: 'market_segment',
      type: 'string',
      doc: 'Product such as OESX or FBTP.',
    },
    {
      name: 'underlying_symbol',
      type: ['null', 'string'],
      default: null,
    },
    {
      name: 'underlying_isin',
      type: ['null', 'string'],
      default: null,
    },
    {
      name: 'currency',
      type: 'string',
      doc: 'ISO 4217.',
    },
    {
      name: 'security_type',
      type: 'string',
      doc: 'OPT, FUT or MLEG (multi-leg).',
    },
    {
      name: 'maturity_date',
      type: [
        'null',
        {
          type: 'int',
          logicalType: 'date',
        },
      ],
      default: null,
      doc: 'Empty for multi-leg instruments.',
    },
    {
      name: 'strike_price',
      type: [
        'null',
        {
          type: 'bytes',
          logicalType: 'decimal',
          precision: 18,
          scale: 4,
        },
      ],
      default: null,
      doc: 'Only of options.',
    },
    {
      name: 'put_or_call',
      type: [
        'null',
        {
          type: 'enum',
          name: 'PutOrCall',
          symbols: ['Put', 'Call'],
        },
      ],
      default: null,
      doc: 'Only of options.',
    },
    {
      name: 'mleg',
      type: ['null', 'string'],
      default: null,
      doc: 'Symbol of a multi-leg instrument such as FDAX.S.SEP17.DEC17.',
    },
    {
      name: 'contract_generation_number',
      type: ['null', 'int'],
      default: null,
      doc: 'Only of options.',
    },
    {
      name: 'security_id',
      type: 'string',
      doc: 'Text, because ids of multi-leg instruments are above 2^53.',
    },
    {
      name: 'traded_at',
      type: {
        type: 'long',
        logicalType: 'timestamp-millis',
      },
      doc: 'The minute, at its start: the event time (Date and Time of the file, UTC).',
    },
    {
      name: 'start_price',
      type: {
        type: 'bytes',
        logicalType: 'decimal',
        precision: 18,
        scale: 4,
      },
      doc: 'First price of the minute.',
    },
    {
      name: 'max_price',
      type: {
        type: 'bytes',
        logicalType: 'decimal',
        precision: 18,
        scale: 4,
      },
    },
    {
      name: 'min_price',
      type: {
        type: 'bytes',
        logicalType: 'decimal',
        precision: 18,
        scale: 4,
      },
    },
    {
      name: 'end_price',
      type: {
        type: 'bytes',
        logicalType: 'decimal',
        precision: 18,
        scale: 4,
      },
      doc: 'Last price of the minute.',
    },
    {
      name: 'number_of_contracts',
      type: 'int',
    },
    {
      name: 'number_of_trades',
      type: 'int',
    },
  ],
};
