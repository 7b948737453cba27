/** How a cell of the file becomes a member of the event. */
export interface Column {
  readonly column: string;
  /** Absent for `Date` and `Time`, which together are the event's time. */
  readonly field?: string;
  /** `maybe`: an empty cell is null. `day`: `20170915` is `2017-09-15`, and an empty cell null. Numbers stay text: exact. */
  readonly kind: 'text' | 'whole' | 'maybe' | 'maybe-whole' | 'day' | 'date' | 'time';
  /** Text is quoted in the files, numbers are not. */
  readonly quoted: boolean;
}

/** One exchange of the public data set: its stream, the label in its file names, and its columns in file order. */
export interface Market {
  /** The stream that its rows are events of. */
  readonly name: 'xetra' | 'eurex';
  readonly title: string;
  /** In the bucket's keys: `2018-02-01/2018-02-01_BINS_XETR07.csv`. */
  readonly fileLabel: 'XETR' | 'XEUR';
  /** The first day of its data. */
  readonly firstDate: string;
  readonly columns: readonly Column[];
}

const text = (column: string, field: string): Column => ({ column, field, kind: 'text', quoted: true });
const maybe = (column: string, field: string): Column => ({ column, field, kind: 'maybe', quoted: true });
const number = (column: string, field: string): Column => ({ column, field, kind: 'text', quoted: false });
const whole = (column: string, field: string): Column => ({ column, field, kind: 'whole', quoted: false });

const when: readonly Column[] = [
  { column: 'Date', kind: 'date', quoted: false },
  { column: 'Time', kind: 'time', quoted: false },
];
const prices: readonly Column[] = [
  number('StartPrice', 'start_price'),
  number('MaxPrice', 'max_price'),
  number('MinPrice', 'min_price'),
  number('EndPrice', 'end_price'),
];

const xetra: Market = {
  name: 'xetra',
  title: 'XETRA',
  fileLabel: 'XETR',
  firstDate: '2017-06-26',
  columns: [
    text('ISIN', 'isin'),
    text('Mnemonic', 'mnemonic'),
    text('SecurityDesc', 'security_desc'),
    text('SecurityType', 'security_type'),
    text('Currency', 'currency'),
    number('SecurityID', 'security_id'),
    ...when,
    ...prices,
    number('TradedVolume', 'traded_volume'),
    whole('NumberOfTrades', 'number_of_trades'),
  ],
};

const eurex: Market = {
  name: 'eurex',
  title: 'EUREX',
  fileLabel: 'XEUR',
  firstDate: '2017-05-29',
  columns: [
    text('ISIN', 'isin'),
    text('MarketSegment', 'market_segment'),
    maybe('UnderlyingSymbol', 'underlying_symbol'),
    maybe('UnderlyingISIN', 'underlying_isin'),
    text('Currency', 'currency'),
    text('SecurityType', 'security_type'),
    { column: 'MaturityDate', field: 'maturity_date', kind: 'day', quoted: false },
    { column: 'StrikePrice', field: 'strike_price', kind: 'maybe', quoted: false },
    maybe('PutOrCall', 'put_or_call'),
    maybe('MLEG', 'mleg'),
    {
      column: 'ContractGenerationNumber',
      field: 'contract_generation_number',
      kind: 'maybe-whole',
      quoted: false,
    },
    number('SecurityID', 'security_id'),
    ...when,
    ...prices,
    whole('NumberOfContracts', 'number_of_contracts'),
    whole('NumberOfTrades', 'number_of_trades'),
  ],
};

export const markets: readonly Market[] = [xetra, eurex];

export const marketByName = (name: string): Market | undefined =>
  markets.find((market) => market.name === name);

/** The header line of its files, without the line end. */
export const headerOf = ({ columns }: Market): string => columns.map(({ column }) => column).join(',');
