import { headerOf, markets, readMarketFile, type Market, type Row } from '@weir/markets';
import { marketDay } from './market-day.ts';

async function read(market: Market, date: string, seed: number) {
  const lines = marketDay(market, date, seed);
  const text = `${headerOf(market)}\n${lines.map((line) => `${line.text}\n`).join('')}`;
  async function* bytes() {
    yield Buffer.from(text);
  }
  const rows: Row[] = [];
  const file = await readMarketFile(bytes(), market);
  for await (const bunch of file.rows()) rows.push(...bunch);
  return { lines, text, rows };
}

test.each(markets.map((market) => [market.name, market] as const))(
  '%s: every row is a valid event of the day, in order, and the day has the size of a real one',
  async (name, market) => {
    const { lines, text, rows } = await read(market, '2018-02-01', 1);
    expect(rows.filter((row) => !row.ok)).toEqual([]);
    const times = rows.map((row) => (row.ok ? row.timeMs : 0));
    expect(times.every((time, index) => time >= (times[index - 1] ?? 0))).toBe(true);
    expect(times.every((time, index) => new Date(time).getUTCHours() === lines[index]?.hour)).toBe(true);
    const [wantedRows, wantedBytes] = name === 'xetra' ? [66_000, 8_000_000] : [32_000, 4_000_000];
    expect(Math.abs(rows.length / wantedRows - 1)).toBeLessThan(0.05);
    expect(Math.abs(text.length / wantedBytes - 1)).toBeLessThan(0.15);
    const minutes = new Set(times).size;
    const distinct = (field: string) => new Set(rows.map((row) => row.ok && row.event[field])).size;
    if (name === 'xetra') {
      expect({ minutes, securities: distinct('isin'), mnemonics: distinct('mnemonic') }).toEqual({
        minutes: 512,
        securities: 1_357,
        mnemonics: 1_357,
      });
      expect(distinct('security_type')).toBe(5);
      expect(text).toMatch(/"[A-Z]+ [A-Z.]+ {2,}LS-,10"/);
    } else {
      expect(distinct('security_type')).toBe(3);
      expect(text).toMatch(/"MLEG",,,,"F\w+\.S\.MAR18\.JUN18",,101601482\d{11},/);
      expect(text).toMatch(/,""/);
      expect(text).toMatch(/,-\d/);
    }
  },
);

test('the same seed gives the same bytes, another seed or date another day', () => {
  const day = (date: string, seed: number) =>
    marketDay(markets[1] as Market, date, seed)
      .map(({ text }) => text)
      .join('\n');
  const one = day('2018-02-01', 7);
  expect(day('2018-02-01', 7) === one).toBe(true);
  expect(day('2018-02-01', 8) === one).toBe(false);
  expect(day('2018-02-02', 7).replaceAll('2018-02-02', '2018-02-01') === one).toBe(false);
});
