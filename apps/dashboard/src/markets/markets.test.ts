import type { Bar } from './market-types.ts';
import { marketQuery, readMarketView } from './market-view.ts';
import { candlesOfBars, spanOfBars, sumsOfBars } from './merge-bars.ts';
import { addMonths, dayAfterKey, weekdayBefore, weeksOf } from './month.ts';
import { stepFor } from './steps.ts';
import { shareWords } from './words.ts';

const bar = (minute: string, prices: [string, string, string, string], volume: string, final = true): Bar => {
  const [open, high, low, close] = prices;
  return {
    mnemonic: 'SAP',
    minute: `2018-02-01T${minute}:00.000Z`,
    open,
    high,
    low,
    close,
    volume,
    trades: 1,
    final,
  };
};

const bars = [
  bar('07:58', ['89.4', '100.5', '89.4', '90'], '10'),
  bar('07:59', ['90', '99', '9.75', '91'], '0.1'),
  bar('08:00', ['91', '92', '90.5', '92'], '0.2', false),
];

test('minutes become candles: first, highest, lowest and last price, compared as numbers, kept as text', () => {
  const at = (time: string) => Date.parse(`2018-02-01T${time}:00Z`);
  expect(candlesOfBars(bars, 300_000)).toEqual([
    { t: at('07:55'), open: '89.4', high: '100.5', low: '9.75', close: '91', final: true },
    { t: at('08:00'), open: '91', high: '92', low: '90.5', close: '92', final: false },
  ]);
  expect(sumsOfBars(bars, 'volume', 3_600_000).map(({ value, events }) => [value, events])).toEqual([
    ['10.10', 2],
    ['0.20', 1],
  ]);
  expect(spanOfBars(bars)).toEqual({ fromMs: at('07:00'), toMs: at('09:00') });
  expect(spanOfBars([])).toBeUndefined();
});

test('a month is cut into weeks from Monday to Sunday', () => {
  const weeks = weeksOf('2018-02');
  expect(weeks).toHaveLength(5);
  expect(weeks[0]).toEqual([
    undefined,
    undefined,
    undefined,
    '2018-02-01',
    '2018-02-02',
    '2018-02-03',
    '2018-02-04',
  ]);
  expect(weeks[4]?.slice(0, 4)).toEqual(['2018-02-26', '2018-02-27', '2018-02-28', undefined]);
  expect(weeksOf('2016-02').flat().filter(Boolean)).toHaveLength(29);
  expect(weeksOf('2018-12').flat().filter(Boolean)).toHaveLength(31);
});

test.each([
  ['ArrowLeft', '2018-01-31'],
  ['ArrowDown', '2018-02-08'],
  ['Home', '2018-01-29'],
  ['End', '2018-02-04'],
  ['PageUp', '2018-01-01'],
  ['Enter', undefined],
])('%s leads from 1 February 2018 to %s', (key, to) => expect(dayAfterKey('2018-02-01', key)).toBe(to));

test('months of other lengths, and years', () => {
  expect(addMonths('2018-01-31', 1)).toBe('2018-02-28');
  expect(addMonths('2018-12-15', 1)).toBe('2019-01-15');
  expect(addMonths('2018-01-15', -12)).toBe('2017-01-15');
  expect(weekdayBefore(Date.parse('2018-02-05T10:00:00Z'))).toBe('2018-02-02');
});

test('an address is read and written; what makes no sense in it is left out', () => {
  const query = '?market=eurex&date=2018-02-01&security=OESX&step=5m';
  expect(marketQuery(readMarketView(new URLSearchParams(query)))).toBe(query);
  const odd = new URLSearchParams('market=nyse&date=2018-02-31&step=3m&run=');
  expect(marketQuery(readMarketView(odd))).toBe('?market=xetra');
});

test('the shortest step that leaves room for each candle', () => {
  const day = 9 * 3_600_000;
  expect([
    stepFor(day, 600),
    stepFor(day, 540),
    stepFor(day, 200),
    stepFor(day, 50),
    stepFor(day, 5),
  ]).toEqual(['1m', '1m', '5m', '15m', '1h']);
});

test('a share is never rounded up to the whole', () => {
  expect([shareWords(65_999, 66_000), shareWords(66_000, 66_000), shareWords(0, 0)]).toEqual([
    '99.9%',
    '100%',
    '0%',
  ]);
});
