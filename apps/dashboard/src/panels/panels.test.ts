import { candlesOf } from './candles.ts';
import { streamPageSection } from './stream-page.ts';
import { streamByName, streams } from '@weir/streams';
import type { Point } from '../live/live-state.ts';
import { curlExample } from './curl-example.ts';
import { noteAtStep, titleAtStep } from './describe-step.ts';
import { figureOf } from './figures.ts';
import { headlinesOf, rateOf } from './headlines.ts';
import { overviewSections } from './overview.ts';
import type { Panel } from './panel.ts';

const sections = overviewSections();
const panelNamed = (id: string): Panel => {
  const found = sections.flatMap(({ panels }) => panels).find((panel) => panel.id === id);
  if (found === undefined) throw new Error(`no panel ${id}`);
  return found;
};
const point = (t: number, value: number | string, events = 1): Point => ({ t, value, events, final: true });

test('the overview shows every ungrouped metric of every stream and one grouped one, in the registry’s order', () => {
  expect(sections.map(({ stream }) => stream)).toEqual(streams.map(({ name }) => name));
  expect(sections[0]?.panels.map(({ metric }) => metric)).toEqual([
    'income',
    'count',
    'users_1s',
    'users_1m',
    'income_by_user',
  ]);
  expect(sections[1]?.panels.map(({ metric }) => metric)).toEqual(['count', 'users_1s', 'users_1m']);
});

test('what goes to the browser is plain data, without schemas', () => {
  expect(JSON.stringify(sections)).not.toContain('logicalType');
  expect(structuredClone(sections)).toEqual(sections);
});

test('the total of money is exact where doubles are not', () => {
  const cents = Array.from({ length: 30 }, (_, t) => point(t, '0.10'));
  expect(figureOf(panelNamed('transactions.income'), cents)).toEqual({ label: 'total', value: '3.00' });
  const large = [point(0, '90071992547409.91'), point(1, '0.0001')];
  expect(figureOf(panelNamed('transactions.income'), large).value).toBe('90071992547409.9101');
});

test('unique users have a highest window and no total', () => {
  const points = [point(0, 9), point(1, 10), point(2, 2)];
  expect(figureOf(panelNamed('frames.users_1s'), points)).toEqual({ label: 'highest', value: 10 });
  expect(figureOf(panelNamed('frames.users_1s'), [])).toEqual({ label: 'highest', value: undefined });
});

test('titles of sums follow the step, those of unique counts stay and are explained', () => {
  const income = panelNamed('transactions.income');
  expect(titleAtStep(income, 3_000)).toBe('Income per 3 seconds');
  expect(titleAtStep(income, 120_000)).toBe('Income per 2 minutes');
  expect(titleAtStep({ ...income, title: 'Income' }, 60_000)).toBe('Income, per minute');
  expect(noteAtStep(income, 3_000)).toBeUndefined();
  const users = panelNamed('frames.users_1s');
  expect(titleAtStep(users, 30_000)).toBe('Unique users per second');
  expect(noteAtStep(users, 30_000)).toBe('Highest of 30 windows each');
});

test('the rate is that of the last complete windows', () => {
  const now = 100_000;
  const points = Array.from({ length: 40 }, (_, i) => point(now - 2_000 - i * 1_000, 7, 7));
  expect(rateOf(points, 1_000, now)).toBe(7);
  expect(rateOf([], 3_000, now)).toBe(0);
});

test('headlines are found by the kinds of metrics; unknown is a dash, not zero', () => {
  const [transactions, frames] = sections;
  const now = 600_000;
  const series = { 'transactions.income': [point(now - 30_000, '70.00'), point(now - 90_000, '5.00')] };
  const headlines = headlinesOf('Transactions', transactions?.panels ?? [], series, now);
  expect(headlines.map(({ id, text }) => [id, text?.replaceAll(/\D/g, '')])).toEqual([
    ['transactions.income', '7000'],
    ['transactions.count', undefined],
    ['transactions.users_1m', undefined],
  ]);
  expect(headlinesOf('Frames', frames?.panels ?? [], {}, now).map(({ label }) => label)).toEqual([
    'Frames per second, now',
    'Users this minute',
  ]);
});

test('the command to type sends the smallest event, at the time of typing', () => {
  const transactions = streamByName('transactions');
  const frames = streamByName('frames');
  if (transactions === undefined || frames === undefined) throw new Error('streams are missing');
  expect(curlExample(transactions)).toBe(
    `'{"transaction_id":"'"$RANDOM$RANDOM"'","user_id":"${String(transactions.example['user_id'])}","amount":"70.00","created_at":"'"$(date -u +%FT%TZ)"'"}'`,
  );
  expect(curlExample(frames)).toBe(`'{"ts":'"$(date +%s)"',"uid":"${String(frames.example['uid'])}"}'`);
});

test('first, max, min and last of the same groups are drawn as candles, and not again', () => {
  const xetra = streams.find(({ name }) => name === 'xetra');
  if (xetra === undefined) throw new Error('no xetra');
  const { candles, panels } = streamPageSection(xetra);
  expect(candles).toMatchObject({
    open: { metric: 'open' },
    high: { metric: 'high' },
    close: { metric: 'close' },
  });
  expect(panels.map(({ metric }) => metric)).toEqual(['volume', 'trades']);
});

test('every metric of every stream is on its page once', () => {
  for (const stream of streams) {
    const { candles, panels } = streamPageSection(stream);
    const shown = [...panels, ...Object.values(candles ?? {})].map(({ metric }) => metric);
    expect(shown.toSorted()).toEqual(stream.metrics.map(({ name }) => name).toSorted());
  }
});

test('a candle needs all four values', () => {
  const at = (t: number, value: string) => ({ t, value, events: 1, final: true });
  const both = [at(0, '2.00'), at(60_000, '3.00')];
  const candles = candlesOf({ open: both, high: both, low: both, close: [at(0, '1.00')] });
  expect(candles).toEqual([{ t: 0, open: '2.00', high: '2.00', low: '2.00', close: '1.00', final: true }]);
});
