import type { Random } from '../generate/random.ts';
import { between, isin } from './cells.ts';

export interface Contract {
  readonly isin: string;
  readonly segment: string;
  readonly underlying: string;
  readonly underlyingIsin: string;
  readonly currency: string;
  readonly type: 'OPT' | 'FUT' | 'MLEG';
  readonly maturity: string;
  readonly strike: string;
  readonly putOrCall: string;
  readonly mleg: string;
  readonly generation: string;
  readonly id: string;
  readonly price: number;
  /** How far a price moves in a minute. */
  readonly step: number;
  readonly weight: number;
}

interface Product {
  readonly segment: string;
  readonly isin: string;
  readonly underlying: string;
  readonly underlyingIsin: string;
  readonly currency: string;
  readonly level: number;
}

const stoxx = { underlying: 'SX5E', underlyingIsin: 'EU0009658145', currency: 'EUR' };
const dax = { underlying: 'DAX', underlyingIsin: 'DE0008469008', currency: 'EUR' };
const bond = { underlying: '', underlyingIsin: '', currency: 'EUR' };

const futures: readonly Product[] = [
  { segment: 'FESX', isin: 'DE0009652388', ...stoxx, level: 3_480 },
  { segment: 'FDAX', isin: 'DE0008469594', ...dax, level: 12_160 },
  { segment: 'FGBL', isin: 'DE0009652644', ...bond, level: 162 },
  { segment: 'FGBM', isin: 'DE0009652636', ...bond, level: 131 },
  { segment: 'FGBS', isin: 'DE0009652669', ...bond, level: 112 },
  { segment: 'FBTP', isin: 'DE000A0ZW3V8', ...bond, level: 135 },
  { segment: 'FOAT', isin: 'DE000A0ZW4A0', ...bond, level: 148 },
  {
    segment: 'FVS',
    isin: isin('DE', '000A0Z3CW'),
    underlying: 'V2TX',
    underlyingIsin: 'DE000A0C3QF1',
    currency: 'EUR',
    level: 15,
  },
  {
    segment: 'FSMI',
    isin: isin('CH', '000862005'),
    underlying: 'SMI',
    underlyingIsin: 'CH0009980894',
    currency: 'CHF',
    level: 9_000,
  },
];
const options: readonly Product[] = [
  { segment: 'OESX', isin: 'DE000C26RR25', ...stoxx, level: 3_480 },
  { segment: 'ODAX', isin: isin('DE', '000846495'), ...dax, level: 12_160 },
  { segment: 'OGBL', isin: isin('DE', '000965264'), ...bond, level: 162 },
  ...['SAP', 'DBK', 'DAI', 'ALV', 'SIE', 'BAY', 'BMW', 'VO3'].map((name, index) => ({
    segment: name,
    isin: isin('DE', `000C1${name.slice(0, 2)}${String(40 + index)}`),
    underlying: name,
    underlyingIsin: isin('DE', `0007${String(16_460 + 37 * index)}`),
    currency: 'EUR',
    level: 15 * (index + 2),
  })),
];

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** The third Fridays of the next months, every so many months, after a date. */
function expiries(date: string, every: number, count: number): Date[] {
  const from = new Date(`${date}T00:00:00Z`);
  const list: Date[] = [];
  for (let ahead = 0; list.length < count; ahead += 1) {
    const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + ahead, 1));
    if (first.getUTCMonth() % every !== every - 1) continue;
    const third = new Date(first.getTime() + (((5 - first.getUTCDay() + 7) % 7) + 14) * 86_400_000);
    if (third > from) list.push(third);
  }
  return list;
}

const compact = (day: Date) => day.toISOString().slice(0, 10).replaceAll('-', '');
const monthOf = (day: Date) => `${monthNames[day.getUTCMonth()]}${String(day.getUTCFullYear()).slice(2)}`;

export function eurexContracts(date: string, random: Random): Contract[] {
  const contracts: Contract[] = [];
  let next = 1_500_000;
  const nothing = { maturity: '', strike: '', putOrCall: '', mleg: '', generation: '' };
  const about = ({ level: _level, ...product }: Product) => ({ ...nothing, ...product });

  futures.forEach((product, rank) => {
    const days = expiries(date, 3, 3);
    days.forEach((day, index) => {
      contracts.push({
        ...about(product),
        type: 'FUT',
        maturity: compact(day),
        id: String((next += 11)),
        price: product.level * (1 + 0.001 * index),
        step: product.level * 0.0004,
        weight: 30 / (rank + 1) ** 0.5 / 6 ** index,
      });
    });
    const [near, far] = days;
    if (near === undefined || far === undefined) return;
    contracts.push({
      ...about(product),
      type: 'MLEG',
      mleg: `${product.segment}.S.${monthOf(near)}.${monthOf(far)}`,
      id: String(10_160_148_207_502_493_044n + BigInt(rank) * 65_537n),
      price: -0.0008 * product.level,
      step: product.level * 0.0001,
      weight: 0.8,
    });
  });
  options.forEach((product, rank) => {
    for (const [index, day] of expiries(date, 1, 5).entries()) {
      for (let strike = -8; strike <= 8; strike += 1) {
        for (const putOrCall of ['Put', 'Call']) {
          const at = Math.round(product.level * (1 + strike * 0.02) * 2) / 2;
          const isIn = Math.max(0, putOrCall === 'Put' ? at - product.level : product.level - at);
          contracts.push({
            ...about(product),
            type: 'OPT',
            maturity: compact(day),
            strike: String(at),
            putOrCall,
            generation: String(1 + random.below(2)),
            id: String((next += 11)),
            price:
              isIn +
              product.level * 0.012 * Math.exp(-Math.abs(strike) / 3) * between(random, 0.8, 1.2) +
              0.05,
            step: product.level * 0.0005,
            weight: 1.2 / (rank + 1) ** 0.6 / (1 + Math.abs(strike)) / (1 + index),
          });
        }
      }
    }
  });
  return contracts;
}
