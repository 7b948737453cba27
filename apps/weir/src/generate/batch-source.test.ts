import fc from 'fast-check';
import { createBatchSource, type Batch, type BatchSourceOptions } from './batch-source.ts';
import { createFixedTimeline, createLiveTimeline, createPacedTimeline } from './timeline.ts';

const numbered = () => {
  let index = 0;
  return (timeMs: number) => JSON.stringify({ index: index++, timeMs });
};

const source = (options: Partial<BatchSourceOptions>) =>
  createBatchSource({
    nextEvent: numbered(),
    timeline: createFixedTimeline({ startMs: 0, rate: 1_000 }),
    shuffle: (timeMs) => timeMs,
    count: 10,
    batchSize: 4,
    tickMs: 1,
    ...options,
  });

async function all(next: () => Promise<Batch | undefined>): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (let batch = await next(); batch !== undefined; batch = await next()) batches.push(batch);
  return batches;
}

test('whatever the batch size, the batches are the sequence, without a gap', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 50 }),
      async (count, batchSize) => {
        const batches = await all(source({ count, batchSize }));
        const lines = batches.flatMap(({ ndjson }) => ndjson.trimEnd().split('\n'));
        expect(lines.map((line) => (JSON.parse(line) as { index: number }).index)).toEqual(
          Array.from({ length: count }, (_, index) => index),
        );
        expect(batches.every(({ count: size }) => size <= batchSize)).toBe(true);
        for (const [position, { first }] of batches.entries()) {
          expect(first).toBe(batches.slice(0, position).reduce((sum, { count: size }) => sum + size, 0));
        }
      },
    ),
  );
});

test('a batch says which times it spans, before and after shuffling', async () => {
  const shifts = [3, -2, 0, 1];
  const [batch] = await all(source({ count: 4, shuffle: (timeMs) => timeMs + (shifts[timeMs] ?? 0) }));
  expect(batch).toMatchObject({ firstMs: 0, lastMs: 3, earliestMs: -1, latestMs: 4 });
});

test('paced events share a batch when they are due together, and none is early', async () => {
  const startMs = Date.now();
  const batches = await all(
    source({
      timeline: createPacedTimeline({ startMs, rate: 1_000 }),
      count: 40,
      batchSize: 1_000,
      tickMs: 10,
    }),
  );
  expect(Date.now() - startMs).toBeGreaterThanOrEqual(38);
  // About 4 where timers are punctual; 40 would mean that nothing is shared.
  expect(batches.length).toBeLessThanOrEqual(20);
  expect(batches.at(-1)?.latestMs).toBeLessThanOrEqual(Date.now());
});

test('endless until the signal', async () => {
  const stop = new AbortController();
  const next = source({ count: Infinity, timeline: createLiveTimeline(), signal: stop.signal });
  expect((await next())?.count).toBe(4);
  stop.abort();
  expect(await next()).toBeUndefined();
});

test('the signal ends the waiting for an event that is due much later', async () => {
  const stop = new AbortController();
  const timeline = createPacedTimeline({ startMs: Date.now() + 60_000, rate: 1 });
  const waiting = source({ timeline, signal: stop.signal })();
  stop.abort();
  expect(await waiting).toBeUndefined();
});
