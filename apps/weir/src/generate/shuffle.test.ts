import fc from 'fast-check';
import { createRandom } from './random.ts';
import { createShuffle } from './shuffle.ts';

const shuffled = (maxMs: number, seed: number, towards: 'past' | 'future', stepMs: number) => {
  const shuffle = createShuffle({ random: createRandom(seed), maxMs, towards });
  return Array.from({ length: 500 }, (_, index) => shuffle(index * stepMs));
};

test('no event comes after one that is maxMs or more later than it', () => {
  const cases = fc.record({
    maxMs: fc.integer({ min: 1, max: 20_000 }),
    seed: fc.nat(),
    towards: fc.constantFrom<'past' | 'future'>('past', 'future'),
    stepMs: fc.integer({ min: 0, max: 2_000 }),
  });
  fc.assert(
    fc.property(cases, ({ maxMs, seed, towards, stepMs }) => {
      let greatest = -Infinity;
      for (const time of shuffled(maxMs, seed, towards, stepMs)) {
        greatest = Math.max(greatest, time);
        expect(greatest - time).toBeLessThan(maxMs);
      }
    }),
  );
});

test('it does disorder, the same for the same seed', () => {
  const times = shuffled(5_000, 1, 'future', 1);
  expect(times.filter((time, index) => time < (times[index - 1] ?? 0)).length).toBeGreaterThan(200);
  expect(times).toEqual(shuffled(5_000, 1, 'future', 1));
});

test('live times only move into the past, fixed ones only into the future', () => {
  expect(shuffled(1_000, 2, 'past', 10).every((time, index) => time <= index * 10)).toBe(true);
  expect(shuffled(1_000, 2, 'future', 10).every((time, index) => time >= index * 10)).toBe(true);
});

test('without disorder, times stay as they are', () => {
  expect(shuffled(0, 2, 'past', 10)).toEqual(Array.from({ length: 500 }, (_, index) => index * 10));
});
