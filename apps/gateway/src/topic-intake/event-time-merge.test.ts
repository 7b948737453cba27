import fc from 'fast-check';
import { EventTimeMerge, type Timed } from './event-time-merge.ts';

interface Item extends Timed {
  readonly partition: number;
}
const item = (partition: number, timeMs: number): Item => ({ partition, timeMs, bytes: 10 });
const merge = (partitions: number[]) => new EventTimeMerge<Item>(partitions, 1_000, 0);

function takeAll(merged: EventTimeMerge<Item>, nowMs = 0): string[] {
  const taken: string[] = [];
  for (let next = merged.take(nowMs); next !== undefined; next = merged.take(nowMs)) {
    taken.push(`${next.partition}:${next.timeMs}`);
  }
  return taken;
}

test('the earliest head comes first, each partition in its own order', () => {
  const merged = merge([0, 1]);
  for (const timeMs of [1, 5, 3]) merged.add(0, item(0, timeMs));
  for (const timeMs of [2, 4]) merged.add(1, item(1, timeMs));
  merged.answered(0, true, 0);
  merged.answered(1, true, 0);
  expect(takeAll(merged)).toEqual(['0:1', '1:2', '1:4', '0:5', '0:3']);
});

test('a partition that has not answered yet is waited for, but not for ever', () => {
  const merged = merge([0, 1]);
  merged.add(0, item(0, 1));
  merged.answered(0, true, 0);
  expect(takeAll(merged, 999)).toEqual([]);
  expect(takeAll(merged, 1_000)).toEqual(['0:1']);
});

test('a partition with more to come is waited for when its lane runs dry', () => {
  const merged = merge([0, 1]);
  merged.add(0, item(0, 9));
  merged.answered(0, true, 0);
  merged.add(1, item(1, 2));
  merged.answered(1, false, 0);
  expect(takeAll(merged, 0)).toEqual(['1:2']);
  merged.add(1, item(1, 3));
  merged.answered(1, true, 5);
  expect(takeAll(merged, 5)).toEqual(['1:3', '0:9']);
});

test('a silent partition at the end of its log holds nobody up', () => {
  const merged = merge([0, 1]);
  merged.answered(1, true, 0);
  merged.add(0, item(0, 7));
  expect(takeAll(merged)).toEqual(['0:7']);
});

test('what has no time of its own waits for nobody behind it', () => {
  const merged = merge([0, 1]);
  merged.add(0, item(0, -Infinity));
  merged.add(0, item(0, 5));
  merged.add(1, item(1, 1));
  merged.answered(0, true, 0);
  merged.answered(1, true, 0);
  expect(takeAll(merged)).toEqual(['0:-Infinity', '1:1', '0:5']);
});

test('the weight of what waits is known by partition', () => {
  const merged = merge([0, 1]);
  merged.add(0, item(0, 1));
  merged.add(0, item(0, 2));
  merged.answered(1, true, 0);
  expect(merged.bytesOf(0)).toBe(20);
  merged.take(0);
  expect([merged.bytesOf(0), merged.bytesOf(1)]).toEqual([10, 0]);
});

test('whatever the cuts of the answers, sorted partitions come out sorted and complete', () => {
  const logs = fc.array(fc.array(fc.nat({ max: 50 }), { maxLength: 30 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(logs, fc.array(fc.nat({ max: 5 }), { minLength: 20, maxLength: 20 }), (unsorted, cuts) => {
      const left = unsorted.map((times) => times.toSorted((a, b) => a - b));
      const merged = merge([...left.keys()]);
      const taken: number[] = [];
      const takeAvailable = () => {
        for (let next = merged.take(0); next !== undefined; next = merged.take(0)) taken.push(next.timeMs);
      };
      for (let turn = 0; left.some((times) => times.length > 0) || turn < left.length; turn += 1) {
        const partition = turn % left.length;
        const size = (cuts[turn % cuts.length] ?? 0) + 1;
        for (const timeMs of left[partition]?.splice(0, size) ?? [])
          merged.add(partition, item(partition, timeMs));
        merged.answered(partition, left[partition]?.length === 0, 0);
        takeAvailable();
      }
      expect(taken).toEqual(unsorted.flat().sort((a, b) => a - b));
    }),
  );
});
