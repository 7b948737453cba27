import type { GroupPoint } from '../panels/use-groups.ts';
import { placeOf, walkSegments, type Reached } from './walk-segments.ts';

const dataset = (group: string, times: readonly number[]) => ({
  data: times.map((t) => {
    const point: GroupPoint = { t, group, value: 1, events: 1, final: true };
    return { x: t, y: 1, point };
  }),
});

// at 10: a, c; at 20: b; at 30: a, b, c
const drawn = {
  data: { datasets: [dataset('a', [10, 30]), dataset('b', [20, 30]), dataset('c', [10, 30])] },
} as Parameters<typeof walkSegments>[0];
const at = (group: string, t: number): Reached => ({ group, t });
const walk = (from: Reached | undefined, key: string) => {
  const next = walkSegments(drawn, from, key);
  const point = next && drawn.data.datasets[next.datasetIndex]?.data[next.index]?.point;
  return point && `${point.group}${point.t}`;
};

test('left begins at the newest step, right at the oldest', () => {
  expect(walk(undefined, 'ArrowRight')).toBe('a10');
  expect(walk(undefined, 'ArrowLeft')).toBe('a30');
});

test('steps are walked one by one, in the same group where the next has it', () => {
  expect(walk(at('c', 10), 'ArrowRight')).toBe('b20');
  expect(walk(at('b', 20), 'ArrowRight')).toBe('b30');
  expect(walk(at('b', 20), 'ArrowLeft')).toBe('a10');
  expect(walk(at('a', 10), 'ArrowLeft')).toBeUndefined();
  expect(walk(at('c', 30), 'ArrowRight')).toBeUndefined();
});

test('up and down go through the groups of a step, and no further', () => {
  expect(walk(at('a', 10), 'ArrowUp')).toBe('c10');
  expect(walk(at('c', 10), 'ArrowDown')).toBe('a10');
  expect(walk(at('c', 10), 'ArrowUp')).toBeUndefined();
  expect(walk(at('a', 10), 'ArrowDown')).toBeUndefined();
});

test('a segment is found again by what it shows', () => {
  expect(placeOf(drawn, at('c', 30))).toEqual({ datasetIndex: 2, index: 1 });
  expect(placeOf(drawn, at('c', 20))).toBeUndefined();
  expect(placeOf(drawn, at('gone', 20))).toBeUndefined();
});
