import { dayKeys, hourKey, isDate, parseKey } from './file-names.ts';
import { marketByName, type Market } from './market.ts';

const xetra = marketByName('xetra') as Market;

test('both patterns of the bucket are read, for its own market only', () => {
  expect(parseKey(xetra, '2018-02-01/2018-02-01_BINS_XETR07.csv')).toEqual({
    date: '2018-02-01',
    period: '07',
  });
  expect(parseKey(xetra, '2018-02-14/2018-02-14-BINS-XETR0701.csv')?.period).toBe('0701');
  for (const other of [
    '2018-02-01/2018-02-01_BINS_XEUR07.csv',
    '2018-02-01/2018-02-02_BINS_XETR07.csv',
    '2018-02-01/2018-02-01_BINS_XETR24.csv',
    '2018-02-30/2018-02-30_BINS_XETR07.csv',
    '2018-02-01/../../etc_BINS_XETR07.csv',
    'index.html',
  ]) {
    expect(parseKey(xetra, other)).toBeUndefined();
  }
});

test('a day is put in the order of its content; minutes of an hour that is there whole would be doubles', () => {
  const day = '2018-02-14';
  const keys = [
    `${day}/${day}_BINS_XETR0801.csv`,
    `${day}/${day}_BINS_XETR0800.csv`,
    `${day}/${day}_BINS_XETR0701.csv`,
    `${day}/${day}-BINS-XETR07.csv`,
    `${day}/${day}_BINS_XETR07.csv`,
    hourKey(xetra, '2018-02-15', 6),
  ];
  expect(dayKeys(xetra, day, keys)).toEqual([
    `${day}/${day}-BINS-XETR07.csv`,
    `${day}/${day}_BINS_XETR0800.csv`,
    `${day}/${day}_BINS_XETR0801.csv`,
  ]);
});

test.each([
  ['2018-02-28', true],
  ['2018-02-29', false],
  ['2018-2-1', false],
  ['../2018-02', false],
])('%s is a date: %s', (text, expected) => expect(isDate(text)).toBe(expected));
