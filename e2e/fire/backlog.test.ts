import { waitFor } from '@weir/testing';
import { fireStack, soak, type FireStack } from '../support/fire-stack.ts';
import { knownEvents, type EventsOptions, type KnownEvent } from '../support/known-events.ts';
import { watchMemory } from '../support/watch-memory.ts';

const backlog = soak ? 5_000_000 : 300_000;
const boundMb = 600;

let fire: FireStack;
beforeAll(async () => void (fire = await fireStack()));
afterAll(() => fire?.stop());

/** The same events again each time they are asked for, without a list of them in memory. */
function* firstOf(options: EventsOptions, count: number): Generator<KnownEvent> {
  const source = knownEvents(options);
  for (let index = 0; index < count; index += 1) yield source.next().value;
}

test(`a backlog of ${backlog.toLocaleString('en')} frames is caught up with in bounded memory, every window exact`, async () => {
  const many = { seed: 12, perSecond: 1_000, users: 5_000 };
  const { producer, send } = await fire.intoTopic('frames');
  let some: KnownEvent[] = [];
  for (const event of firstOf(many, backlog)) {
    some.push(event);
    if (some.length < 10_000) continue;
    await send(some);
    some = [];
  }
  await producer.close();

  const aggregator = await fire.aggregator();
  const memory = watchMemory(aggregator);
  const startedAt = performance.now();
  await waitFor(async () => (await aggregator.position()) >= backlog, {
    timeoutMs: soak ? 300_000 : 120_000,
    intervalMs: 100,
    what: 'the aggregator to have read all of it',
  });
  const seconds = (performance.now() - startedAt) / 1000;
  await fire.expectExact('frames', firstOf(many, backlog));
  const peak = memory.stop();
  console.log(`caught up in ${seconds.toFixed(1)} s; the aggregator's memory was at most ${peak} MB`);
  expect(peak).toBeLessThan(boundMb);
});
