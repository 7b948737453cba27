import fc from 'fast-check';
import { createControl } from './control.ts';
import { createPace } from './pace.ts';
import type { Row } from './read-market-file.ts';
import { replayRows, type Batch } from './replay-rows.ts';

const rowsOf = (seconds: readonly number[]): Row[] =>
  seconds.map((second, index) => ({ ok: true, line: index + 2, timeMs: second * 1_000, event: {} }));

async function* inBunches(rows: readonly Row[], size = 3) {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

const lines = (batches: readonly Batch[]) => batches.map(({ rows }) => rows.map(({ line }) => line));

test('a pace spreads event time; the first event is due at once, and a new speed counts from the next', () => {
  const pace = createPace(60);
  expect(pace.waitMs(0, 5_000)).toBe(0);
  expect(pace.waitMs(60_000, 5_000)).toBe(1_000);
  expect(pace.waitMs(60_000, 7_000)).toBe(0);
  pace.restart(2);
  expect(pace.waitMs(120_000, 7_000)).toBe(0);
  expect(pace.waitMs(121_000, 7_000)).toBe(500);
  pace.restart('max');
  expect(pace.waitMs(1e9, 0)).toBe(0);
});

test('rows of a moment go together, and no row goes before its time', async () => {
  const control = createControl(1_000);
  const sent: { atMs: number; seconds: number[] }[] = [];
  const startedAt = performance.now();
  await replayRows({
    rows: inBunches(rowsOf([0, 0, 30, 30, 30, 60])),
    afterLine: 1,
    control,
    nowMs: () => performance.now(),
    send: async ({ rows }) => {
      const seconds = rows.map((row) => (row.ok ? row.timeMs / 1_000 : -1));
      sent.push({ atMs: performance.now() - startedAt, seconds });
      return true;
    },
  });
  expect(sent.map(({ seconds }) => seconds)).toEqual([[0, 0], [30, 30, 30], [60]]);
  for (const { atMs, seconds } of sent) expect(atMs).toBeGreaterThanOrEqual((seconds[0] ?? 0) - 2);
});

test('a pause holds it, whatever the speed, until it is resumed; a stop ends it between two batches', async () => {
  const control = createControl('max');
  const sent: Batch[] = [];
  const ended = replayRows({
    rows: inBunches(rowsOf([0, 1, 2, 3, 4, 5])),
    afterLine: 1,
    control,
    nowMs: () => 0,
    maxRows: 2,
    send: async (batch) => {
      sent.push(batch);
      if (sent.length === 1) {
        control.pause();
        setTimeout(() => control.resume(), 30);
      }
      if (sent.length === 2) control.stop();
      return true;
    },
  });
  expect(await ended).toBe('stopped');
  expect(lines(sent)).toEqual([
    [2, 3],
    [4, 5],
  ]);
});

test('left anywhere and taken up again, every row is sent once, and the batch under way comes first, as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(5), { maxLength: 30 }),
      fc.integer({ min: 1, max: 6 }),
      fc.nat(10),
      async (seconds, maxRows, diesAt) => {
        const rows = rowsOf(seconds.toSorted((a, b) => a - b));
        const options = { control: createControl('max'), nowMs: () => 0, maxRows };
        const sent: Batch[] = [];
        let underWay: Batch | undefined;
        await replayRows({
          ...options,
          rows: inBunches(rows),
          afterLine: 1,
          send: async (batch) => {
            if (sent.length === diesAt) {
              underWay = batch;
              return false;
            }
            sent.push(batch);
            return true;
          },
        });
        if (underWay !== undefined) {
          const afterLine = underWay.afterLine;
          await replayRows({
            ...options,
            maxRows: maxRows + 1,
            rows: inBunches(rows.filter(({ line }) => line > afterLine)),
            afterLine,
            unfinishedTo: underWay.toLine,
            send: async (batch) => {
              if (sent.length === diesAt) expect(batch).toEqual(underWay);
              sent.push(batch);
              return true;
            },
          });
        }
        expect(lines(sent).flat()).toEqual(rows.map(({ line }) => line));
      },
    ),
  );
});
