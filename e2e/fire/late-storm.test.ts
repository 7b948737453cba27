import { waitFor } from '@weir/testing';
import { eventCount, fireStack, type Aggregator, type FireStack } from '../support/fire-stack.ts';
import type { Flow } from '../support/flow.ts';
import { firstEvents } from '../support/known-events.ts';

let fire: FireStack;
beforeAll(async () => void (fire = await fireStack()));
afterAll(() => fire?.stop());

const storm = { seed: 10, late: 0.05, repeated: 0.05 };

/** Waits until this instance has partitions (all, if so many), and 2,000 more events were stored after that. */
async function counts(instance: Aggregator, flow: Flow, least = 1): Promise<void> {
  const hasThem = async () => (await instance.partitions()).length >= least;
  await waitFor(hasThem, { timeoutMs: 120_000, what: 'an instance to get its partitions' });
  const stored = flow.stored + 2_000;
  await waitFor(() => flow.stored >= stored, { timeoutMs: 120_000 });
}

/** What became of the records of the stream since the instance got its partitions. */
async function fatesOf(instance: Aggregator) {
  const fates = { counted: 0, late: 0, duplicate: 0 };
  for (const { stream, fates: own } of await instance.partitions()) {
    if (stream !== 'transactions') continue;
    for (const fate of Object.keys(fates) as (keyof typeof fates)[]) fates[fate] += own[fate] ?? 0;
  }
  return fates;
}

/** Origins of the dead letters as ClickHouse shows them: one row an origin, however often it was told. */
const lateOrigins = async () =>
  (
    await fire.clickhouse.query<{ origin: string }>(
      `SELECT origin FROM rejected FINAL WHERE stream = 'transactions' AND reason = 'late' ORDER BY origin`,
    )
  ).map(({ origin }) => origin);

test('late and repeated events are told once and counted right while instances come, go and die', async () => {
  const { producer, send } = await fire.intoTopic('transactions');
  const flow = fire.flow(storm, send);
  const first = await fire.aggregator();
  await counts(first, flow, fire.partitions);
  const second = await fire.aggregator();
  await counts(second, flow);
  first.kill('SIGKILL');
  await counts(second, flow, fire.partitions);
  const last = await fire.aggregator();
  await counts(last, flow);
  await second.stop();
  await counts(last, flow, fire.partitions);

  const events = await flow.finish(eventCount(20_000));
  const before = await fire.expectExact('transactions', events);
  expect(before.late.length).toBeGreaterThan(events.length / 50);
  await waitFor(async () => (await lateOrigins()).length >= before.late.length, { timeoutMs: 90_000 });
  expect(await lateOrigins()).toEqual([...before.late].sort());
  expect(before.duplicates.length).toBeGreaterThan(events.length / 50);
  await fire.expectDuplicates(before);

  // With nobody coming or going any more, every record meets its fate before our eyes.
  const fatesBefore = await fatesOf(last);
  const all = firstEvents(storm, events.length + 5_000);
  await send(all.slice(events.length));
  await producer.close();
  const after = await fire.expectExact('transactions', all);
  const fates = await fatesOf(last);
  expect({
    counted: fates.counted - fatesBefore.counted,
    late: fates.late - fatesBefore.late,
    duplicate: fates.duplicate - fatesBefore.duplicate,
  }).toEqual({
    counted: after.counted - before.counted,
    late: after.late.length - before.late.length,
    duplicate: after.duplicates.length - before.duplicates.length,
  });
  await waitFor(async () => (await lateOrigins()).length >= after.late.length, { timeoutMs: 90_000 });
  expect(await lateOrigins()).toEqual([...after.late].sort());
  await fire.expectDuplicates(after);
});
