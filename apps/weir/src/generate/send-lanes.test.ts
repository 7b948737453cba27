import fc from 'fast-check';
import { streamByName, type StreamDefinition } from '@weir/streams';
import type { Delivery } from '@weir/gateway-client';
import { generatorFor } from '../generators/registry.ts';
import type { Batch } from './batch-source.ts';
import { batchesOf, type GeneratePlan } from './plan.ts';
import { sendLanes } from './send-lanes.ts';
import { createTally } from './tally.ts';

function transactions(): StreamDefinition {
  const found = streamByName('transactions');
  if (found === undefined) throw new Error('there is no stream transactions');
  return found;
}
const stream = transactions();

const plan = (options: Partial<GeneratePlan>): GeneratePlan => ({
  stream,
  count: 1_000,
  batchSize: 7,
  seed: 1,
  users: 10,
  shuffleMs: 0,
  startMs: 0,
  realSize: false,
  force: false,
  ...options,
});

interface Transaction {
  readonly transaction_id: string;
  readonly user_id: string;
  readonly amount: string;
  readonly created_at: string;
}

const linesOf = ({ ndjson }: Batch) =>
  ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Transaction);

const accepted = (count: number): Delivery => ({
  kind: 'answered',
  accepted: count,
  rejected: 0,
  errors: [],
  warned: 0,
  warnings: [],
});

const worthOf = generatorFor(stream).expected?.worthOf;

test('however many lanes, batches and delays: 10·k transactions are worth 550·k, and each comes once', async () => {
  const cases = fc.record({
    tens: fc.integer({ min: 1, max: 60 }),
    lanes: fc.integer({ min: 1, max: 12 }),
    batchSize: fc.integer({ min: 1, max: 40 }),
    seed: fc.nat(),
    shuffleMs: fc.integer({ min: 0, max: 5_000 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ tens, lanes, batchSize, seed, shuffleMs }) => {
      const arrived: Transaction[] = [];
      const tally = createTally();
      const stopped = await sendLanes({
        nextBatch: batchesOf(plan({ count: tens * 10, batchSize, seed, shuffleMs })),
        lanes,
        orderBoundMs: 100,
        tally,
        worthOf,
        send: async (batch) => {
          for (let turns = batch.first % 5; turns > 0; turns -= 1) await Promise.resolve();
          arrived.push(...linesOf(batch));
          return accepted(batch.count);
        },
      });
      expect(stopped).toBeUndefined();
      expect(tally).toMatchObject({ accepted: tens * 10, rejected: 0, worth: tens * 550 });
      expect(arrived.reduce((sum, { amount }) => sum + Number(amount), 0)).toBe(tens * 550);
      expect(new Set(arrived.map(({ transaction_id: id }) => id)).size).toBe(tens * 10);
      const users = new Set(arrived.map(({ user_id: user }) => user));
      expect(users.size).toBe(10);
      for (const user of users) expect(arrived.filter(({ user_id: one }) => one === user)).toHaveLength(tens);
    }),
    { numRuns: 50 },
  );
});

test('no lane runs ahead of the oldest batch on the way by more than the bound', async () => {
  const inFlight = new Set<Batch>();
  let most = 0;
  await sendLanes({
    nextBatch: batchesOf(plan({ count: 2_000, batchSize: 10 })), // 1 ms an event
    lanes: 8,
    orderBoundMs: 35,
    tally: createTally(),
    send: async (batch) => {
      inFlight.add(batch);
      most = Math.max(most, inFlight.size);
      for (const other of inFlight) expect(batch.lastMs - other.firstMs).toBeLessThanOrEqual(35);
      await new Promise((resolve) => setTimeout(resolve, batch.first % 3));
      inFlight.delete(batch);
      return accepted(batch.count);
    },
  });
  expect(most).toBe(3);
});

test('rejected events are worth nothing', async () => {
  const tally = createTally();
  const errors = [
    { index: 0, path: '/amount', message: 'no' },
    { index: 0, path: '/user_id', message: 'no' },
  ];
  await sendLanes({
    nextBatch: batchesOf(plan({ count: 10, batchSize: 10 })),
    lanes: 1,
    orderBoundMs: 0,
    tally,
    worthOf,
    send: async () => ({ kind: 'answered', accepted: 9, rejected: 1, errors, warned: 0, warnings: [] }),
  });
  expect(tally).toMatchObject({ accepted: 9, rejected: 1, worth: 450 });
});

test('when one lane gives up, all stop, and what is unclear is counted', async () => {
  const tally = createTally();
  let sent = 0;
  const stopped = await sendLanes({
    nextBatch: batchesOf(plan({ count: 1_000, batchSize: 10 })),
    lanes: 3,
    orderBoundMs: 1_000,
    tally,
    send: async ({ count }, stopping) => {
      sent += 1;
      if (sent === 5) return { kind: 'gave-up', why: 'nobody there' };
      await new Promise((resolve) => setTimeout(resolve, 1));
      return stopping.aborted ? { kind: 'gave-up', why: 'stopped' } : accepted(count);
    },
  });
  expect(stopped).toEqual({ kind: 'gave-up', why: 'nobody there' });
  expect(tally.accepted + tally.unacknowledged).toBe(sent * 10);
  expect(sent).toBeLessThan(10);
});
