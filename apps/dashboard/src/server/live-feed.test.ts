import type { LivePoint, SourceState } from '../live/live-message.ts';
import { createLiveFeed } from './live-feed.ts';

interface Heard {
  readonly id: string | undefined;
  readonly type: string;
  readonly points?: Record<string, LivePoint[]>;
  readonly source?: SourceState;
}

/** One event's text → what a browser would make of it. */
function parse(text: string): Heard {
  const line = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];
  return { id: line('id'), ...(JSON.parse(line('data') ?? '{}') as Omit<Heard, 'id'>) };
}

const open = (t: number, value: number): LivePoint => [t, value, value, 0];

let now = 0;
let data: Map<string, LivePoint[]> | Error;
let reads = 0;
const feedOf = () =>
  createLiveFeed({
    now: () => now,
    describe: (error) => (error instanceof Error ? error.message : 'unknown'),
    read: async () => {
      reads += 1;
      if (data instanceof Error) throw data;
      return new Map(data);
    },
  });

/** Lets a second pass: the pending read ends, the next poll starts and ends. */
async function second(ms = 1_000) {
  now += ms;
  await jest.advanceTimersByTimeAsync(ms);
}

beforeEach(() => {
  jest.useFakeTimers();
  now = 1_000_000;
  reads = 0;
  data = new Map([
    ['s.count', [open(1, 5)]],
    ['s.users', []],
  ]);
});
afterEach(() => jest.useRealTimers());

function listen(feed: ReturnType<typeof feedOf>, lastEventId?: string) {
  const heard: Heard[] = [];
  const leave = feed.subscribe((text) => heard.push(parse(text)), lastEventId);
  return { heard, leave };
}

test('nobody listens: nothing is read; many listen: one read a second for all', async () => {
  const feed = feedOf();
  await second(5_000);
  expect(reads).toBe(0);
  const all = Array.from({ length: 50 }, () => listen(feed));
  await second(0);
  await second();
  await second();
  expect(reads).toBe(3);
  for (const { leave } of all) leave();
  await second(10_000);
  expect(reads).toBe(3);
});

test('a newcomer gets a snapshot, then only what changed', async () => {
  const feed = feedOf();
  const { heard } = listen(feed);
  await second(0);
  expect(heard).toMatchObject([{ type: 'snapshot', points: { 's.count': [[1, 5, 5, 0]], 's.users': [] } }]);
  data = new Map([
    ['s.count', [open(1, 5), open(2, 1)]],
    ['s.users', []],
  ]);
  await second();
  await second();
  expect(heard).toHaveLength(2);
  expect(heard[1]).toMatchObject({ type: 'delta', points: { 's.count': [[2, 1, 1, 0]] } });
});

test('who comes back after an id that is still known gets what was missed and nothing else', async () => {
  const feed = feedOf();
  const first = listen(feed);
  listen(feed);
  await second(0);
  const lastEventId = first.heard[0]?.id;
  first.leave();
  for (const n of [2, 3]) {
    data = new Map([['s.count', [open(1, n)]]]);
    await second();
  }
  const again = listen(feed, lastEventId);
  expect(again.heard.map(({ type }) => type)).toEqual(['delta', 'delta', 'source']);
});

test.each(['garbage', 'other-1', ''])('an id of another process (%s) gets a snapshot', async (id) => {
  const feed = feedOf();
  listen(feed);
  await second(0);
  expect(listen(feed, id).heard).toMatchObject([{ type: 'snapshot' }]);
});

test('the source going away and coming back is told once each; reads become rarer, not endless', async () => {
  const feed = feedOf();
  const { heard } = listen(feed);
  await second(0);
  data = new Error('ClickHouse does not answer');
  for (let n = 0; n < 20; n += 1) await second();
  expect(reads).toBeLessThan(10);
  data = new Map([['s.count', [open(1, 5)]]]);
  for (let n = 0; n < 6; n += 1) await second();
  expect(heard.filter(({ type }) => type === 'source')).toMatchObject([
    { source: { up: false, detail: 'ClickHouse does not answer' } },
    { source: { up: true } },
  ]);
});

test('a source that was never there gives a snapshot without series: unknown is not empty', async () => {
  data = new Error('away');
  const feed = feedOf();
  const { heard } = listen(feed);
  await second(0);
  expect(heard).toMatchObject([{ type: 'snapshot', points: {}, source: { up: false } }]);
  data = new Map([['s.count', []]]);
  await second();
  await second();
  expect(heard.at(-1)).toMatchObject({ type: 'snapshot', points: { 's.count': [] }, source: { up: true } });
});

test('a quiet stream still ticks', async () => {
  const feed = feedOf();
  const { heard } = listen(feed);
  await second(0);
  for (let n = 0; n < 11; n += 1) await second();
  expect(heard.filter(({ type }) => type === 'tick').length).toBeGreaterThanOrEqual(2);
});
