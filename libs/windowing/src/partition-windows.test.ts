import { defineStream, type StreamDefinition } from '@weir/streams';
import { eventSchema, type Event } from './event.test-support.ts';
import { PartitionWindows } from './partition-windows.ts';
import { decodeResumePoint, encodeResumePoint, type ResumePoint } from './resume-point.ts';
import { planWindows } from './window-plan.ts';

const stream: StreamDefinition = defineStream<Event>({
  name: 'events',
  title: 'Events',
  description: 'for tests',
  schema: eventSchema,
  key: 'key',
  time: 'time',
  id: 'id',
  graceMs: 10_000,
  metrics: {
    count: { kind: 'count', every: '3s', title: 'count' },
    sum_by_key: { kind: 'sum', field: 'amount', by: ['key'], every: '3s', title: 'sum' },
    users_1m: { kind: 'unique', field: 'key', every: '1m', title: 'users' },
  },
  maxGroups: 2,
  example: {},
});
const plan = planWindows(stream);
const start: ResumePoint = { offset: 0, position: 0, clocks: new Map() };
const noon = Date.UTC(2026, 0, 31, 12);

/** A partition that is fed events by their second after noon; offsets and ids count up by themselves. */
function partition(from: ResumePoint = start) {
  const windows = new PartitionWindows(plan, from);
  let offset = from.offset;
  const add = (second: number, event: Partial<Event & { run: string; appended: number }> = {}) => {
    const time = noon + second * 1000;
    const full = { id: `id-${offset}`, key: 'a', amount: 10_000n, time, ...event };
    const verdict = windows.add(offset, event.appended ?? time, event.run ?? '', full);
    offset += 1;
    return verdict;
  };
  /** Rows of the first metric (count per 3 s) as `second: value rREVISION final?`. */
  const take = (idle = false, metric = 0) =>
    windows
      .take(idle)
      .filter((row) => row.metric === metric)
      .map(
        (row) =>
          `${row.group}${row.group && ' '}${(row.window_start - noon) / 1000}: ${Number(row.value) / 10_000} r${row.revision}${row.final ? ' final' : ''}`,
      );
  return { windows, add, take };
}

test('an open window comes out provisional when it changed, and only then', () => {
  const { add, take } = partition();
  add(0); // |0 . . . . . . 3|
  add(1);
  expect(take()).toEqual(['0: 2 r2']);
  expect(take()).toEqual([]);
  add(2.9);
  expect(take()).toEqual(['0: 3 r4']);
});

test('a window is half-open: its end belongs to the next one', () => {
  const { add, take } = partition();
  add(2.999);
  add(3);
  expect(take()).toEqual(['0: 1 r0', '3: 1 r2']);
});

test('a window closes, final, when the clock reaches its end + grace, and not a millisecond before', () => {
  const { add, take } = partition();
  add(0);
  add(12.999);
  expect(take()).toEqual(['0: 1 r0', '12: 1 r2']);
  add(13);
  expect(take()).toEqual(['0: 1 r1 final', '12: 2 r4']);
});

test('an event is late for the closed window and still counts in the longer one', () => {
  const { windows, add, take } = partition();
  add(0);
  add(13);
  take();
  expect(add(2, { key: 'b' })).toBe('late');
  expect(windows.lateFor).toEqual([0, 1]);
  expect(take(false, 2)).toEqual(['0: 2 r4']);
});

test('an event too far ahead of the append time counts nowhere and moves no clock', () => {
  const { add, take } = partition();
  add(0);
  expect(add(301, { appended: noon + 999 })).toBe('ahead');
  expect(add(301, { appended: noon + 1000 })).toBe('counted');
  expect(take()).toEqual(['0: 1 r1 final', '300: 1 r4']);
});

test('the same id at the same time counts once; the same id at another time is another event', () => {
  const { add, take } = partition();
  add(0, { id: 'x' });
  expect(add(0, { id: 'x' })).toBe('duplicate');
  expect(add(1, { id: 'x' })).toBe('counted');
  expect(add(1, { id: 'x' })).toBe('duplicate');
  expect(take()).toEqual(['0: 2 r4']);
});

test('a duplicate is known as one even where its short window has closed', () => {
  const { add } = partition();
  add(0, { id: 'x' });
  add(20);
  expect(add(0, { id: 'x' })).toBe('duplicate');
});

test('at the end of an idle log windows come out final, stay open, and an amendment outranks the final value', () => {
  const { add, take } = partition();
  add(0);
  expect(take(true)).toEqual(['0: 1 r1 final']);
  expect(take(true)).toEqual([]);
  expect(take()).toEqual([]);
  add(1);
  expect(take()).toEqual(['0: 2 r2']);
  expect(take(true)).toEqual(['0: 2 r3 final']);
});

test('runs have clocks of their own: a replay of another year makes nothing of today late', () => {
  const { add, take } = partition();
  add(0);
  add(-1e6, { run: 'r1' });
  expect(add(1)).toBe('counted');
  expect(add(-1e6, { run: 'r1' })).toBe('counted');
  expect(take()).toEqual(['0: 2 r4', '-1000002: 2 r6']);
});

test('groups over the bound are counted together', () => {
  const { add, take } = partition();
  for (const key of ['a', 'b', 'c', 'd', 'a']) add(0, { key });
  expect(take(false, 1)).toEqual(['a 0: 2 r8', 'b 0: 1 r2', '(other) 0: 2 r6']);
});

test('after a restart the open windows are rebuilt and closed ones stay as they were', () => {
  const before = partition();
  for (const second of [0, 1, 5, 14, 13.5]) before.add(second, { key: String(second) });
  before.take();
  const point = before.windows.resumePoint();
  expect(point).toEqual({ offset: 0, position: 5, clocks: new Map([['', noon + 14_000]]) });

  const after = partition(decodeResumePoint(point.offset, encodeResumePoint(point)));
  for (const second of [0, 1, 5, 14, 13.5]) {
    expect(after.windows.take(true)).toEqual([]); // nothing half-rebuilt may come out
    expect(after.add(second, { key: String(second) })).toBe('reread');
  }
  expect(after.take()).toEqual(['3: 1 r4', '12: 2 r8']);
  expect(after.add(15, { key: 'new' })).toBe('counted');
  expect(after.take(false, 2)).toEqual(['0: 6 r10']);
});

test('a run that is closed for good takes no more events, also after a restart', () => {
  const before = partition();
  before.add(0, { run: 'r1' });
  before.windows.closeRun('r1');
  expect(before.take()).toEqual(['0: 1 r1 final']);
  const after = partition(before.windows.resumePoint());
  expect(after.add(0, { run: 'r1' })).toBe('late');
});

test('a run is forgotten only when nothing of it is open', () => {
  const { windows, add } = partition();
  add(0, { run: 'r1' });
  expect(windows.forgetRun('r1')).toBe(false);
  windows.closeRun('r1');
  expect(windows.forgetRun('r1')).toBe(true);
  expect(windows.resumePoint().clocks.size).toBe(0);
});

test('an offset that was read already is refused', () => {
  const { windows, add } = partition();
  add(0);
  expect(() => windows.skip(0)).toThrow('offset 0 was read already');
});

test('metadata that is not ours gives a fresh start, and too many runs are refused with a count', () => {
  expect(decodeResumePoint(7, 'set by hand')).toEqual({ offset: 7, position: 7, clocks: new Map() });
  expect(decodeResumePoint(7, '1;by hand').position).toBe(7);
  expect(decodeResumePoint(7, null).position).toBe(7);
  const clocks = new Map(Array.from({ length: 300 }, (_, i) => [`run${10_000 + i}`, noon]));
  expect(() => encodeResumePoint({ position: 1, clocks })).toThrow('300 runs do not fit');
});
