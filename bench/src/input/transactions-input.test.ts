import { inputStartMs } from './frames-input.ts';
import { expectedTransactions, transactionColumns } from './transactions-input.ts';

test('some transactions are sent twice, none more often', () => {
  const { sent, times } = transactionColumns({
    events: 10_000,
    perSecond: 1_000,
    users: 50,
    shuffleMs: 3_000,
    repeated: 0.02,
    seed: 1,
  });
  const often = new Map<number, number>();
  for (const index of sent) often.set(index, (often.get(index) ?? 0) + 1);
  expect(often.size).toBe(times.length);
  const twice = [...often.values()].filter((count) => count === 2).length;
  expect(twice).toBe(sent.length - times.length);
  expect(twice).toBeGreaterThan(100);
});

test('sums, counts and unique users, every transaction once', () => {
  const expected = expectedTransactions({
    times: Int32Array.of(0, 2_999, 3_000, 100),
    users: Int32Array.of(1, 2, 1, 1),
    amounts: Int32Array.of(150, 1, 200, 50),
    sent: Int32Array.of(0, 1, 2, 3, 0),
  });
  const [first, second] = [inputStartMs, inputStartMs + 3_000];
  expect(Object.fromEntries(expected)).toEqual({
    [`count||${first}`]: 3,
    [`count||${second}`]: 1,
    [`income||${first}`]: 20_100,
    [`income||${second}`]: 20_000,
    [`income_by_user|user-000001|${first}`]: 20_000,
    [`income_by_user|user-000002|${first}`]: 100,
    [`income_by_user|user-000001|${second}`]: 20_000,
    [`users_1s||${first}`]: 1,
    [`users_1s||${first + 2_000}`]: 1,
    [`users_1s||${second}`]: 1,
    [`users_1m||${first}`]: 2,
  });
});
