import { frameColumns, uidOf, type FramesInput } from './frames-input.ts';

const input: FramesInput = {
  events: 20_000,
  perSecond: 1_000,
  users: 500,
  spread: 'skewed',
  shuffleSeconds: 3,
  seed: 1,
};

test('the same description gives the same frames, another seed others', () => {
  expect(frameColumns(input)).toEqual(frameColumns(input));
  expect(frameColumns({ ...input, seed: 2 })).not.toEqual(frameColumns(input));
});

test('frames are out of order, and by less than the shuffle', () => {
  const { seconds } = frameColumns(input);
  let clock = 0;
  let worst = 0;
  for (const second of seconds) {
    worst = Math.max(worst, clock - second);
    clock = Math.max(clock, second);
  }
  expect(worst).toBe(3);
  expect(clock).toBeGreaterThanOrEqual(19);
});

test('skewed users: all in range, the first far busier than the last', () => {
  const times = new Map<number, number>();
  for (const user of frameColumns(input).users) times.set(user, (times.get(user) ?? 0) + 1);
  expect(Math.min(...times.keys())).toBe(0);
  expect(Math.max(...times.keys())).toBeLessThan(500);
  expect(times.get(0)).toBeGreaterThan(100 * (times.get(499) ?? 1));
});

test('even users: every round has each exactly once', () => {
  const { users } = frameColumns({ ...input, events: 1_000, spread: 'even' });
  expect(new Set(users.slice(0, 500)).size).toBe(500);
  expect(new Set(users.slice(500)).size).toBe(500);
  expect(users.slice(0, 3)).not.toEqual(Int32Array.of(0, 1, 2));
});

test('user ids are 19 hexadecimal characters, different for all', () => {
  const uids = Array.from({ length: 10_000 }, (_, user) => uidOf(user));
  expect(uids.every((uid) => /^[0-9a-f]{19}$/.test(uid))).toBe(true);
  expect(new Set(uids).size).toBe(10_000);
});
