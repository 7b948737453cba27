import { emptyLiveState, reduceLive } from './live-state.ts';

const now = 10_000_000;
const source = { up: true, since: 1 };
const snapshot = reduceLive(
  emptyLiveState,
  {
    type: 'snapshot',
    now,
    source,
    points: {
      's.count': [
        [now - 2_000, 5, 5, 1],
        [now - 1_000, 2, 2, 0],
      ],
    },
  },
  'e-1',
  now - 700,
);

test('a snapshot replaces everything and sets the clock', () => {
  expect(snapshot.series['s.count']).toHaveLength(2);
  expect(snapshot).toMatchObject({ clockOffsetMs: 700, lastEventId: 'e-1', source });
});

test('a delta amends points and adds new ones, in order of time', () => {
  const points = {
    's.count': [
      [now, 1, 1, 0],
      [now - 1_000, 3, 3, 1],
    ] as const,
  };
  const next = reduceLive(snapshot, { type: 'delta', now, points }, 'e-2', now);
  expect(next.series['s.count']?.map(({ t, value, final }) => [t - now, value, final])).toEqual([
    [-2_000, 5, true],
    [-1_000, 3, true],
    [0, 1, false],
  ]);
  expect(next.lastEventId).toBe('e-2');
});

test('points older than the live span are let go', () => {
  const later = now + 3_600_000;
  const next = reduceLive(
    snapshot,
    { type: 'delta', now: later, points: { 's.count': [[later, 1, 1, 0]] } },
    '',
    later,
  );
  expect(next.series['s.count']).toHaveLength(1);
  expect(next.lastEventId).toBe('e-1');
});

test('ticks and source messages leave the series as they are', () => {
  const down = { up: false, since: 5, detail: 'away' };
  const next = reduceLive(snapshot, { type: 'source', now, source: down }, '', now);
  expect(next.series).toBe(snapshot.series);
  expect(next.source).toBe(down);
  expect(reduceLive(next, { type: 'tick', now }, '', now).source).toBe(down);
});
