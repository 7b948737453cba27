import { defineStream } from '@weir/streams';
import fc from 'fast-check';
import { eventSchema, type Event } from './event.test-support.ts';
import { oracle, type LogRecord } from './oracle.test-support.ts';
import { PartitionWindows } from './partition-windows.ts';
import { decodeResumePoint, encodeResumePoint, type ResumePoint } from './resume-point.ts';
import { planWindows } from './window-plan.ts';
import type { WindowRow } from './window-row.ts';

// A seedable long version: CASES=20000 SEED=42 npx nx test windowing
const numRuns = Number(process.env['CASES'] ?? 500);
const seed = process.env['SEED'] === undefined ? undefined : Number(process.env['SEED']);

// Window sizes that do not divide each other (4 s, 10 s, 7 s) make an id's bucket end inside another window.
const stream = defineStream<Event>({
  name: 'events',
  title: 'Events',
  description: 'for tests',
  schema: eventSchema,
  key: 'key',
  time: 'time',
  id: 'id',
  graceMs: 3_000,
  maxAheadMs: 20_000,
  metrics: {
    count: { kind: 'count', every: '1s', title: 'count' },
    sum: { kind: 'sum', field: 'amount', every: '4s', title: 'sum' },
    sum_by: { kind: 'sum', field: 'amount', by: ['key'], every: '3s', title: 'sum by key' },
    low: { kind: 'min', field: 'amount', every: '7s', title: 'min' },
    high: { kind: 'max', field: 'amount', every: '7s', title: 'max' },
    open: { kind: 'first', field: 'amount', every: '10s', title: 'first' },
    close: { kind: 'last', field: 'amount', every: '10s', title: 'last' },
    users: { kind: 'unique', field: 'key', every: '10s', title: 'users' },
  },
  example: {},
});
const plan = planWindows(stream);

/** A log with gaps in offsets and time, shuffles, late and ahead events, duplicates near and far, and three runs. */
const logs = fc
  .array(
    fc.record({
      gap: fc.constantFrom(1, 1, 1, 2, 5),
      stepMs: fc.oneof(fc.integer({ min: -200, max: 600 }), fc.constantFrom(-4_000, -15_000, 9_000, 40_000)),
      appendLagMs: fc.constantFrom(0, 0, 0, -19_999, -20_001, 1_000),
      run: fc.constantFrom('', '', 'r1', 'r2'),
      id: fc.integer({ min: 0, max: 40 }),
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      amount: fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
      repeatAfter: fc.constantFrom(0, 0, 0, 1, 2, 5, 12),
    }),
    { minLength: 1, maxLength: 80 },
  )
  .map((steps) => {
    const log: LogRecord[] = [];
    const repeats = new Map<number, LogRecord[]>();
    let offset = 0;
    let time = 1_700_000_000_000;
    for (const [index, step] of steps.entries()) {
      offset += step.gap;
      time += step.stepMs;
      const event = { id: `id${step.id}`, key: step.key, time, amount: step.amount };
      const record = { offset, appendedMs: time + step.appendLagMs, runId: step.run, event };
      log.push(record);
      if (step.repeatAfter > 0) {
        const at = index + step.repeatAfter;
        repeats.set(at, [...(repeats.get(at) ?? []), record]);
      }
      for (const repeated of repeats.get(index) ?? []) log.push({ ...repeated, offset: (offset += 1) });
    }
    return log;
  });

/** What a reader of the output topic holds in the end: the row of the greatest revision for every window. */
class Reader {
  readonly rows = new Map<string, WindowRow>();
  receive(rows: readonly WindowRow[]): void {
    for (const row of rows) {
      const name = `${stream.metrics[row.metric]?.name}|${row.run_id}|${row.group}|${row.window_start}`;
      const known = this.rows.get(name);
      if (known !== undefined && known.revision === row.revision) expect(row).toEqual(known);
      if (known === undefined || row.revision > known.revision) this.rows.set(name, row);
    }
  }
  values() {
    return new Map([...this.rows].map(([name, { value, events }]) => [name, { value, events }]));
  }
}

const beginning: ResumePoint = { offset: 0, position: 0, clocks: new Map() };
const stored = (point: ResumePoint) => decodeResumePoint(point.offset, encodeResumePoint(point));

/** Feeds the log from a resume point on; after each record, `after` may say that the process dies here. */
function feed(
  log: readonly LogRecord[],
  from: ResumePoint,
  after: (windows: PartitionWindows, index: number) => 'go on' | 'die',
): PartitionWindows {
  const windows = new PartitionWindows(plan, from);
  for (const [index, record] of log.entries()) {
    if (record.offset < from.offset) continue;
    windows.add(record.offset, record.appendedMs, record.runId, record.event);
    if (after(windows, index) === 'die') break;
  }
  return windows;
}

test('whatever the log, what a reader holds in the end equals the brute-force count', () => {
  let cases = 0;
  fc.assert(
    fc.property(logs, fc.infiniteStream(fc.boolean()), (log, takes) => {
      cases += 1;
      const reader = new Reader();
      const windows = feed(log, beginning, (current) => {
        if (takes.next().value) reader.receive(current.take(false));
        return 'go on';
      });
      reader.receive(windows.take(true));
      expect(reader.values()).toEqual(oracle(stream, log));
      expect([...reader.rows.values()].every(({ final }) => final)).toBe(true);
    }),
    { numRuns, ...(seed === undefined ? {} : { seed }) },
  );
  expect(cases).toBe(numRuns);
});

test('a crash at any step, before or after publishing, before or after committing, changes nothing', () => {
  let crashes = 0;
  fc.assert(
    fc.property(
      logs,
      fc.infiniteStream(fc.constantFrom('nothing', 'publish', 'publish and commit')),
      (log, actions) => {
        for (let crashAt = 0; crashAt < log.length; crashAt += 1) {
          crashes += 1;
          const reader = new Reader();
          let committed = beginning;
          const act = (windows: PartitionWindows) => {
            const action = actions.next().value;
            if (action === 'nothing') return;
            const rows = windows.take(false);
            const point = windows.resumePoint();
            reader.receive(rows);
            if (action === 'publish and commit') committed = stored(point);
          };
          feed(log, beginning, (windows, index) => {
            act(windows);
            return index === crashAt ? 'die' : 'go on';
          });
          const windows = feed(log, committed, (current) => {
            act(current);
            return 'go on';
          });
          reader.receive(windows.take(true));
          expect(reader.values()).toEqual(oracle(stream, log));
        }
      },
    ),
    { numRuns: Math.ceil(numRuns / 10), ...(seed === undefined ? {} : { seed }) },
  );
  expect(crashes).toBeGreaterThan(numRuns / 10);
});

test('a process that crashes over and over, at every step once, still ends with the right values', () => {
  fc.assert(
    fc.property(logs, (log) => {
      const reader = new Reader();
      let committed = beginning;
      for (let crashAt = 0; crashAt < log.length; crashAt += 1) {
        feed(log, committed, (windows, index) => {
          if (index % 3 === 0) reader.receive(windows.take(false));
          if (index % 2 === 0) {
            reader.receive(windows.take(false));
            committed = stored(windows.resumePoint());
          }
          return index === crashAt ? 'die' : 'go on';
        });
      }
      reader.receive(feed(log, committed, () => 'go on').take(true));
      expect(reader.values()).toEqual(oracle(stream, log));
    }),
    { numRuns: Math.ceil(numRuns / 10), ...(seed === undefined ? {} : { seed }) },
  );
});
