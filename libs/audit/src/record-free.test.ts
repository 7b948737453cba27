import { offsetCount, without } from './record-free.ts';

const range = (first: number, last = first) => ({ first, last });

test('ranges without others: cut at an end, in the middle, whole, and across two', () => {
  expect(without([range(0, 9)], [range(0), range(4, 5), range(9)])).toEqual([range(1, 3), range(6, 8)]);
  expect(without([range(3, 4)], [range(0, 9)])).toEqual([]);
  expect(without([range(1, 3), range(6, 8), range(12)], [range(2, 7), range(10, 11)])).toEqual([
    range(1),
    range(8),
    range(12),
  ]);
  expect(without([range(1, 3), range(5)], [])).toEqual([range(1, 3), range(5)]);
  expect(without([], [range(1)])).toEqual([]);
});

test('offsets are counted with both ends', () => {
  expect(offsetCount([range(1, 3), range(7)])).toBe(4);
});
