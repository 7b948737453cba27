import type { Random } from '../generate/random.ts';
import type { Generator } from './generator.ts';
import { randomWalk } from './random-walk.ts';
import { skewedUser } from './skewed-user.ts';

const minuteMs = 60_000;

interface Product {
  readonly isin: string;
  readonly segment: string;
  readonly type: 'FUT' | 'OPT' | 'MLEG';
  readonly underlying?: readonly [symbol: string, isin: string];
  /** Where the price wanders around, in hundredths; that of a spread between two months may be negative. */
  readonly from: number;
}

const products: readonly [Product, ...Product[]] = [
  {
    isin: 'DE0008469594',
    segment: 'FDAX',
    type: 'FUT',
    underlying: ['DAX', 'DE0008469008'],
    from: 1_250_000,
  },
  { isin: 'DE000C26RR25', segment: 'OESX', type: 'OPT', underlying: ['SX5E', 'EU0009658145'], from: 5_630 },
  { isin: 'DE0009652644', segment: 'FGBL', type: 'FUT', from: 16_200 },
  { isin: 'DE0009652669', segment: 'FBTP', type: 'FUT', from: 13_600 },
  { isin: 'DE0009660454', segment: 'FESX', type: 'MLEG', underlying: ['SX5E', 'EU0009658145'], from: -50 },
  { isin: 'DE000C2JN2T4', segment: 'ODAX', type: 'OPT', underlying: ['DAX', 'DE0008469008'], from: 9_800 },
];

/** What only one type of contract has; everything else is null. */
function contractOf({ type, segment, from }: Product, random: Random): string {
  if (type === 'MLEG') {
    return `"mleg":"${segment}.S.MAR26.JUN26","security_id":"${9_007_199_254_741_000n + BigInt(random.below(50))}"`;
  }
  const fields = [
    `"maturity_date":"2026-0${random.pick([3, 6, 9])}-20"`,
    `"security_id":"${2_000 + random.below(50)}"`,
  ];
  if (type === 'OPT') {
    fields.push(`"strike_price":"${Math.round(from / 100) * 50 + 25 * random.below(9)}"`);
    fields.push(`"put_or_call":"${random.pick(['Put', 'Call'])}"`, `"contract_generation_number":1`);
  }
  return fields.join(',');
}

const price = (hundredths: number) => `"${(hundredths / 100).toFixed(2)}"`;

/** Trades of a handful of products on EUREX: futures, options and spreads, whose prices may be negative. */
export const eurexGenerator: Generator = {
  timeStepMs: minuteMs,
  fixedUsers: 'the products are fixed',
  create({ random }) {
    const walks = products.map(({ from, type }) =>
      randomWalk(random, { from, step: 10, ...(type === 'MLEG' ? {} : { floor: 1 }) }),
    );
    return (timeMs) => {
      const which = skewedUser(random, products.length);
      const product = products[which] ?? products[0];
      const { start, max, min, end } = (walks[which] ?? walks[0])?.() ?? { start: 1, max: 1, min: 1, end: 1 };
      const trades = 1 + random.below(12);
      const underlying = product.underlying;
      return (
        `{"isin":"${product.isin}","market_segment":"${product.segment}"` +
        (underlying ? `,"underlying_symbol":"${underlying[0]}","underlying_isin":"${underlying[1]}"` : '') +
        `,"currency":"EUR","security_type":"${product.type}",${contractOf(product, random)}` +
        `,"traded_at":"${new Date(timeMs - (timeMs % minuteMs)).toISOString()}"` +
        `,"start_price":${price(start)},"max_price":${price(max)},"min_price":${price(min)},"end_price":${price(end)}` +
        `,"number_of_contracts":${trades * (1 + random.below(40))},"number_of_trades":${trades}}`
      );
    };
  },
};
