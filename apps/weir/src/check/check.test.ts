import { streamByName, type StreamDefinition } from '@weir/streams';
import { createRandom } from '../generate/random.ts';
import { generatorFor } from '../generators/registry.ts';
import { awaitTotals, type SeenTotal } from './await-totals.ts';
import { checkJson, checkText, isGood } from './check-text.ts';
import { createExpectedTotals } from './expected-totals.ts';

const named = (name: string): StreamDefinition => {
  const stream = streamByName(name);
  if (stream === undefined) throw new Error(name);
  return stream;
};

const totalsOf = (stream: StreamDefinition, count: number) => {
  const totals = createExpectedTotals(stream);
  const next = generatorFor(stream).create({ random: createRandom(3), users: 50, realSize: false });
  const lines = Array.from({ length: count }, (_, index) => next(1_769_860_800_000 + index));
  lines.forEach(totals.add);
  return { totals: totals.totals, lines };
};

test('what is expected is the plain sum of what was sent, for counts, sums, groups and items', () => {
  const income = totalsOf(named('transactions'), 1_000).totals;
  expect(Object.fromEntries(income)).toEqual({
    income: 550_000_000n,
    count: 10_000_000n,
    income_by_user: 550_000_000n,
  });
  const { totals, lines } = totalsOf(named('receipts'), 200);
  const receipts = lines.map(
    (line) => JSON.parse(line) as { total: string; items: { quantity: number; total: string }[] },
  );
  const cents = (text: string) => BigInt(text.replace('.', ''));
  const revenue = receipts.reduce((sum, { total }) => sum + cents(total), 0n) * 100n;
  const items = receipts.flatMap((receipt) => receipt.items).reduce((sum, { quantity }) => sum + quantity, 0);
  expect(totals.get('count')).toBe(2_000_000n);
  expect(totals.get('revenue')).toBe(revenue);
  expect(totals.get('category_revenue')).toBe(revenue);
  expect(totals.get('category_items')).toBe(BigInt(items) * 10_000n);
});

test('numbers that are null add nothing', () => {
  const eurex = named('eurex');
  const totals = createExpectedTotals({
    ...eurex,
    metrics: eurex.metrics.map((metric) => ({ ...metric, field: 'strike_price' })),
  });
  totals.add(JSON.stringify({ ...eurex.example, strike_price: null }));
  totals.add(JSON.stringify({ ...eurex.example, strike_price: '-1.5' }));
  expect(totals.totals.get('contracts')).toBe(-15_000n);
});

/** Reads that give one state after the other, and the last one for ever, on a clock that each read moves on. */
function reads(...states: Record<string, [value: number, final: boolean]>[]) {
  let clock = 0;
  const seen = states.map(
    (state) =>
      new Map(
        Object.entries(state).map(([metric, [value, final]]): [string, SeenTotal] => [
          metric,
          { value: BigInt(value), final },
        ]),
      ),
  );
  return {
    now: () => clock,
    read: async () => {
      clock += 100;
      return (seen.length > 1 ? seen.shift() : seen[0]) ?? new Map<string, SeenTotal>();
    },
    intervalMs: 1,
    patienceMs: 1_000,
  };
}

const expected = new Map([['count', 50n]]);

test('it waits until all is final and as expected, through values that pass by', async () => {
  const checked = await awaitTotals({
    expected,
    ...reads(
      {},
      { count: [20, true] },
      { count: [50, false] },
      { count: [60, false] },
      { count: [50, true] },
    ),
  });
  expect(checked).toEqual([{ metric: 'count', value: 50n, expected: 50n, final: true, equal: true }]);
  expect(isGood(checked)).toBe(true);
});

test.each([
  ['too little', [40, true]],
  ['too much', [60, true]],
  ['the right sum of windows that never become final', [50, false]],
] as const)('%s, and nothing changes any more: it is not good', async (_what, [value, final]) => {
  const checked = await awaitTotals({ expected, ...reads({ count: [value, final] }) });
  expect(isGood(checked)).toBe(false);
});

test('nothing was expected and nothing is there: good', async () => {
  expect(isGood(await awaitTotals({ expected: new Map([['count', 0n]]), ...reads({}) }))).toBe(true);
});

test('money has cents, counts have none; a difference says where to look', () => {
  const stream = named('transactions');
  const right = { value: 5_500_000_000n, expected: 5_500_000_000n, final: true, equal: true };
  const counted = { value: 99_990_000n, expected: 100_000_000n, final: false, equal: false };
  const text = checkText(
    stream,
    [
      { metric: 'income', ...right },
      { metric: 'count', ...counted },
    ],
    'r1',
  );
  expect(text.split('\n')).toEqual([
    'income 550000.00 = expected 550000.00',
    'count 9999 ≠ expected 10000 (not final yet)',
    expect.stringContaining('weir audit transactions --run r1'),
  ]);
  expect(checkJson(stream, [{ metric: 'income', ...right }])).toEqual([
    { metric: 'income', value: '550000.00', expected: '550000.00', equal: true, final: true },
  ]);
});
