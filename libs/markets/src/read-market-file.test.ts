import fc from 'fast-check';
import { headerOf, marketByName, type Market } from './market.ts';
import { readMarketFile, type Row } from './read-market-file.ts';

const xetra = marketByName('xetra') as Market;
const eurex = marketByName('eurex') as Market;
const sap =
  '"DE0007164600","SAP","SAP SE O.N.","Common stock","EUR",2504978,2018-02-01,07:03,89.41,89.46,89.4,89.44,5210,23';
const dialog =
  '"GB0059822006","DLG","DIALOG SEMICOND.   LS-,10","Common stock","EUR",2504279,2018-02-01,07:04,24.8,24.9,24.785,24.9,100,3';
const mleg =
  '"DE0008469594","FDAX","DAX","DE0008469008","EUR","MLEG",,,,"FDAX.S.SEP17.DEC17",,10160148207502493044,2017-07-28,08:31,-5.5,-5.5,-6,-6,4,2';

async function* cut(text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(
  text: string,
  { size = 1_000, afterLine = 1, wanted = undefined as Market | undefined } = {},
) {
  const file = await readMarketFile(cut(text, size), wanted);
  const rows: Row[] = [];
  for await (const bunch of file.rows(afterLine)) rows.push(...bunch);
  return { market: file.market.name, rows };
}

const events = (rows: readonly Row[]) => rows.map((row) => (row.ok ? row.event : row.errors));

test('a row becomes an event of its stream: text as it stands, numbers as text, the minute in UTC', async () => {
  const { market, rows } = await read(`${headerOf(xetra)}\n${sap}\n${dialog}\n`);
  expect(market).toBe('xetra');
  expect(rows[0]).toMatchObject({ ok: true, line: 2, timeMs: Date.UTC(2018, 1, 1, 7, 3) });
  expect(events(rows)).toEqual([
    {
      isin: 'DE0007164600',
      mnemonic: 'SAP',
      security_desc: 'SAP SE O.N.',
      security_type: 'Common stock',
      currency: 'EUR',
      security_id: '2504978',
      traded_at: '2018-02-01T07:03:00Z',
      start_price: '89.41',
      max_price: '89.46',
      min_price: '89.4',
      end_price: '89.44',
      traded_volume: '5210',
      number_of_trades: 23,
    },
    expect.objectContaining({ security_desc: 'DIALOG SEMICOND.   LS-,10', min_price: '24.785' }),
  ]);
});

test('an empty cell is null, an id above 2^53 keeps its digits, a price may be negative', async () => {
  const { market, rows } = await read(`${headerOf(eurex)}\n${mleg}\n`);
  expect(market).toBe('eurex');
  expect(events(rows)[0]).toMatchObject({
    security_id: '10160148207502493044',
    maturity_date: null,
    strike_price: null,
    put_or_call: null,
    contract_generation_number: null,
    mleg: 'FDAX.S.SEP17.DEC17',
    min_price: '-6',
  });
});

test('BOM, CRLF, blank lines, cuts within characters, further and reordered columns change nothing', async () => {
  const plain = events((await read(`${headerOf(xetra)}\n${sap}\n`)).rows);
  const reordered = `Time,Extra,${headerOf(xetra).replace(',Time', '')}`;
  const text = `\ufeff${reordered}\r\n\r\n07:03,"ü, ""x""",${sap.replace(',07:03', '')}\r\n`;
  for (const size of [1, 7, 1_000]) expect(events((await read(text, { size })).rows)).toEqual(plain);
});

test('a bad row is told with its line and harms no other', async () => {
  const bad = [
    sap.replace('89.41', 'x'),
    sap.replace('"SAP SE', 'SAP, SE'),
    `${sap},1`,
    '"open',
    sap.replace('2018-02-01', '2018-02-31'),
  ];
  const { rows } = await read([headerOf(xetra), sap, ...bad.flatMap((line) => [line, dialog])].join('\n'));
  expect(rows.filter(({ ok }) => ok).map(({ line }) => line)).toEqual([2, 4, 6, 8, 10, 12]);
  expect(rows.flatMap((row) => (row.ok ? [] : [[row.line, row.errors[0]?.path]]))).toEqual([
    [3, '/start_price'],
    [5, ''],
    [7, ''],
    [9, ''],
    [11, '/traded_at'],
  ]);
});

test('a header that is none, or not the wanted one, is said with the columns that are missing', async () => {
  await expect(read('a,b\n1,2\n')).rejects.toThrow('not the header of a XETRA or EUREX file; it is a,b');
  await expect(read('')).rejects.toThrow('it has no header');
  const without = headerOf(xetra).replace(',Currency', '').replace(',MaxPrice', '');
  await expect(read(without)).rejects.toThrow('the header lacks Currency, MaxPrice');
  await expect(read(headerOf(xetra), { wanted: eurex })).rejects.toThrow('which a file of EUREX must have');
  expect((await read(headerOf(xetra))).rows).toEqual([]);
});

test('going on after any line gives the rest', async () => {
  const lines = [headerOf(xetra), sap, '', 'bad', dialog, sap];
  const all = (await read(lines.join('\n'))).rows;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 7 }), async (afterLine) => {
      const { rows } = await read(lines.join('\n'), { afterLine, size: 50 });
      expect(rows).toEqual(all.filter(({ line }) => line > afterLine));
    }),
  );
});
