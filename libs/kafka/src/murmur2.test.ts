import { murmur2, partitionOf } from './murmur2.ts';

// From org.apache.kafka.common.utils.UtilsTest.testMurmur2.
const vectors: [string, number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

test.each(vectors)("murmur2 of %s is the Java client's", (text, hash) => {
  expect(murmur2(Buffer.from(text))).toBe(hash);
});

test('partitions are never negative and cover all', () => {
  const partitions = Array.from({ length: 1_000 }, (_, i) => partitionOf(Buffer.from(`user-${i}`), 6));
  expect(new Set(partitions)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
});

test('the empty key has a partition', () => {
  expect(partitionOf(Buffer.alloc(0), 6)).toBe((275646681 & 0x7fffffff) % 6);
});
