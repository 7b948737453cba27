import { createRandom, mix32 } from './random.ts';

const uuids = (seed: number | undefined, count: number, purpose?: number) => {
  const random = createRandom(seed, purpose);
  return Array.from({ length: count }, () => random.uuid());
};

test('the same seed gives the same sequence, for good', () => {
  expect(uuids(7, 100)).toEqual(uuids(7, 100));
  expect(createRandom(7).bits()).toBe(createRandom(7).bits());
});

test('neighbouring seeds, large seeds and purposes have nothing in common', () => {
  const seeds = [0, 1, 2, 3, 2 ** 32, 2 ** 32 + 1, 2 ** 40];
  const all = [...seeds.flatMap((seed) => uuids(seed, 1_000)), ...uuids(1, 1_000, 1)];
  expect(new Set(all).size).toBe(all.length);
});

test('without a seed, two sequences differ', () => {
  expect(uuids(undefined, 3)).not.toEqual(uuids(undefined, 3));
});

test('uuids are of version 4 and variant 1', () => {
  for (const uuid of uuids(1, 1_000)) {
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

test('numbers are spread evenly below their limit', () => {
  const random = createRandom(3);
  const counts = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 100_000; draw += 1) {
    const value = random.below(10);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(9_500);
  expect(Math.max(...counts)).toBeLessThan(10_500);
});

test('mix32 maps different numbers to different numbers', () => {
  expect(new Set(Array.from({ length: 200_000 }, (_, value) => mix32(value))).size).toBe(200_000);
});
