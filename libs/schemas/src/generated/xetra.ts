// Generated from schemas/xetra.avsc by `npm run generate`. Do not edit.
import type { AvroRecord } from '../avro-schema.ts';

/** One security's trades on XETRA in one minute, as the Deutsche Börse public data set has them. */
export interface Xetra {
  /** The security; the key of the topic. */
  isin: string;
  /** Ticker. */
  mnemonic: string;
  security_desc: string;
  /** Common stock, ETF, ETC, ETN, Other. */
  security_type: string;
  /** ISO 4217. */
  currency: string;
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
  /** Shares. (exact, in units of 10^-4) */
  traded_volume: bigint;
  number_of_trades: number;
}

export const xetraSchema: AvroRecord = {
  type: 'record',
  name: 'Xetra',
  namespace: 'weir',
  doc: "One security's trades on XETRA in one minute, as the Deutsche Börse public data set has them.",
  fields: [
    {
      name: 'isin',
      type: 'string',
      doc: 'The security; the key of the topic.',
    },
    {
      name: 'mnemonic',
      type: 'string',
      doc: 'Ticker.',
    },
    {
      name: 'security_desc',
      type: 'string',
    },
    {
      name: 'security_type',
      type: 'string',
      doc: 'Common stock, ETF, ETC, ETN, Other.',
    },
    {
      name: 'currency',
      type: 'string',
      doc: 'ISO 4217.',
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
      name: 'traded_volume',
      type: {
        type: 'bytes',
        logicalType: 'decimal',
        precision: 18,
        scale: 4,
      },
      doc: 'Shares.',
    },
    {
      name: 'number_of_trades',
      type: 'int',
    },
  ],
};
