import { expectedFrames } from './expected-frames.ts';
import { inputStartMs } from './frames-input.ts';

test('counts frames and different users of each second, and different users of each minute', () => {
  const columns = {
    seconds: Int32Array.of(0, 0, 0, 61, 1, 60, 60),
    users: Int32Array.of(7, 7, 8, 7, 7, 7, 9),
  };
  const at = (second: number) => inputStartMs + second * 1_000;
  expect(Object.fromEntries(expectedFrames(columns))).toEqual({
    [`count||${at(0)}`]: 3,
    [`count||${at(1)}`]: 1,
    [`count||${at(60)}`]: 2,
    [`count||${at(61)}`]: 1,
    [`users_1s||${at(0)}`]: 2,
    [`users_1s||${at(1)}`]: 1,
    [`users_1s||${at(60)}`]: 2,
    [`users_1s||${at(61)}`]: 1,
    [`users_1m||${at(0)}`]: 2,
    [`users_1m||${at(60)}`]: 2,
  });
});

test('agrees with sets on random frames', () => {
  const seconds = Int32Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 130);
  const users = Int32Array.from({ length: 5_000 }, (_, index) => (index * 104_729) % 311);
  const sets = new Map<number, Set<number>>();
  seconds.forEach((second, index) => {
    const users1m = sets.get(Math.floor(second / 60)) ?? new Set();
    sets.set(Math.floor(second / 60), users1m.add(users[index] ?? 0));
  });
  const expected = expectedFrames({ seconds, users });
  for (const [minute, users1m] of sets) {
    expect(expected.get(`users_1m||${inputStartMs + minute * 60_000}`)).toBe(users1m.size);
  }
});
