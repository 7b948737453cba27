import type { Random } from '../generate/random.ts';
import { between, isin } from './cells.ts';

export interface Security {
  readonly isin: string;
  readonly mnemonic: string;
  readonly description: string;
  readonly type: string;
  readonly id: number;
  /** Of a trade: its usual price and number of shares. */
  readonly price: number;
  readonly shares: number;
}

/** Well-known ones come first, and trade most. */
const known: readonly (readonly [isin: string, mnemonic: string, description: string, price: number])[] = [
  ['DE0005140008', 'DBK', 'DEUTSCHE BANK AG NA O.N.', 15],
  ['DE0007100000', 'DAI', 'DAIMLER AG NA O.N.', 73],
  ['DE0007164600', 'SAP', 'SAP SE O.N.', 89],
  ['DE0007236101', 'SIE', 'SIEMENS AG NA', 120],
  ['DE000BAY0017', 'BAYN', 'BAYER AG NA O.N.', 105],
  ['DE000BASF111', 'BAS', 'BASF SE NA O.N.', 93],
  ['DE0008404005', 'ALV', 'ALLIANZ SE NA O.N.', 203],
  ['DE0005557508', 'DTE', 'DT.TELEKOM AG NA', 14],
  ['DE0007664039', 'VOW3', 'VOLKSWAGEN AG VZO O.N.', 175],
  ['DE0005190003', 'BMW', 'BAY.MOTOREN WERKE AG ST', 91],
  ['DE000CBK1001', 'CBK', 'COMMERZBANK AG', 13],
  ['DE000ENAG999', 'EOAN', 'E.ON SE NA O.N.', 8.5],
];

const syllables = [
  'BER',
  'DON',
  'ELB',
  'FRA',
  'GRI',
  'HAN',
  'ISA',
  'KOR',
  'LUM',
  'MAI',
  'NEK',
  'ODE',
  'RHE',
  'SPR',
  'TAU',
  'WES',
] as const;
const trades = ['SOFTW.', 'CHEMIE', 'LOGIST.', 'MASCH.', 'ENERGIE', 'PHARMA', 'SEMICOND.', 'IMMOB.'] as const;
const endings = [
  'AG O.N.',
  'SE NA O.N.',
  'AG INH O.N.',
  'VZO O.N.',
  'LS-,10',
  'DL-,01',
  'EO 1',
  'INH. A SF 0,10',
] as const;
const indices = [
  'MSCI WORLD',
  'EURO STOXX 50',
  'DAX',
  'S+P 500',
  'EM.MKTS',
  'EURO GOV.BD',
  'CORP.BD',
] as const;
const metals = ['GOLD', 'SILBER', 'BRENT OEL', 'PLATIN', 'KUPFER'] as const;

const kinds = [
  { type: 'Common stock', share: 0.36, countries: ['DE', 'AT', 'FR', 'NL', 'US', 'GB'] },
  { type: 'ETF', share: 0.5, countries: ['IE', 'LU', 'DE'] },
  { type: 'ETC', share: 0.1, countries: ['JE', 'DE', 'GB'] },
  { type: 'ETN', share: 0.03, countries: ['DE', 'JE'] },
  { type: 'Other', share: 0.01, countries: ['DE', 'CH'] },
] as const;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function describe(type: string, random: Random): string {
  if (type === 'ETF')
    return `${random.pick(['ISHS', 'DBX', 'LYX', 'COMS'])} ${random.pick(indices)} UC.ETF ${random.pick(['1C', '1D', 'ACC', 'DIS.'])}`;
  if (type === 'ETC' || type === 'ETN')
    return `${random.pick(['ETFS', 'DB', 'XT'])} ${random.pick(metals)} ${random.pick(['ETC', 'Z60', 'ETN 2X'])}`;
  // Columns of old screens: the name, filled up with spaces, then the kind of share.
  return `${`${random.pick(syllables)}${random.pick(syllables)} ${random.pick(trades)}`.padEnd(17)}  ${random.pick(endings)}`;
}

/** So many securities, the one that trades most first. */
export function xetraSecurities(count: number, random: Random): Security[] {
  const mnemonics = new Set(known.map(([, mnemonic]) => mnemonic));
  const list: Security[] = known.map(([code, mnemonic, description, price], index) => ({
    isin: code,
    mnemonic,
    description,
    type: 'Common stock',
    id: 2_504_000 + 7 * index,
    price,
    shares: 12_000 / price,
  }));
  while (list.length < count) {
    const draw = random.fraction();
    let passed = 0;
    const kind = kinds.find(({ share }) => (passed += share) > draw) ?? kinds[0];
    let mnemonic = '';
    while (mnemonic === '' || mnemonics.has(mnemonic)) {
      const length = 3 + random.below(2);
      mnemonic = Array.from({ length }, () => letters[random.below(26)]).join('');
    }
    mnemonics.add(mnemonic);
    const nine = `${String(random.below(900)).padStart(3, '0')}${mnemonic.slice(0, 2)}${String(random.below(10_000)).padStart(4, '0')}`;
    const price = Math.exp(between(random, 0.8, 5.2));
    list.push({
      isin: isin(random.pick(kind.countries), nine),
      mnemonic,
      description: describe(kind.type, random),
      type: kind.type,
      id: 2_504_100 + 3 * list.length,
      price,
      shares: 6_000 / price,
    });
  }
  return list;
}
