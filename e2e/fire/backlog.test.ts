import { waitFor } from '@weir/testing';
import { fireStack, soak, type FireStack } from '../support/fire-stack.ts';
import { knownEvents, type EventsOptions, type KnownEvent } from '../support/known-events.ts';
import { watchMemory } from '../support/watch-memory.ts';

const boundMb = 600;
/** The aggregator stops reading at 10,000; what the records that it has at hand bring forth comes on top. */
const mostPending = 30_000;

let fire: FireStack;
beforeEach(async () => void (fire = await fireStack()));
afterEach(() => fire?.stop());

/** The same events again each time they are asked for, without a list of them in memory; each so many times in a row. */
function* firstOf(options: EventsOptions, count: number, times: number): Generator<KnownEvent> {
  const source = knownEvents(options);
  for (let index = 0; index < count; index += times) {
    const event = source.next().value;
    for (let copy = 0; copy < times; copy += 1) yield event;
  }
}

// Nearly every one of these transactions is a window of its user: as much is to be published as is read.
const transactions = { stream: 'transactions', count: 150_000, times: 1, seed: 13 } as const;
/** As if every file had been loaded ten times: nearly all there is to publish are duplicates. */
const copies = { stream: 'transactions', count: 500_000, times: 10, seed: 14 } as const;
const frames = { stream: 'frames', count: 5_000_000, times: 1, seed: 12 } as const;

test.each(soak ? [transactions, copies, frames] : [transactions])(
  'a backlog of $count $stream, each $times times, is caught up with in bounded memory, every window exact',
  async ({ stream, count, times, seed }) => {
    const many = { seed, perSecond: 1_000, users: 5_000 };
    const { producer, send } = await fire.intoTopic(stream);
    let some: KnownEvent[] = [];
    for (const event of firstOf(many, count, times)) {
      some.push(event);
      if (some.length < 10_000) continue;
      await send(some);
      some = [];
    }
    await producer.close();

    // So seldom does it publish of its own accord that all could be read in between: only back-pressure makes it.
    const aggregator = await fire.aggregator({ AGGREGATOR_FLUSH: '10s' });
    const memory = watchMemory(aggregator);
    const startedAt = performance.now();
    let pending = 0;
    const hasRead = async () => {
      const states = (await aggregator.partitions()).filter((one) => one.stream === stream);
      const sum = (what: 'pending' | 'position') => states.reduce((all, one) => all + one[what], 0);
      pending = Math.max(pending, sum('pending'));
      return sum('position') >= count;
    };
    await waitFor(hasRead, {
      timeoutMs: soak ? 300_000 : 120_000,
      intervalMs: 100,
      what: 'the aggregator to have read all of it',
    });
    const seconds = (performance.now() - startedAt) / 1000;
    const expected = await fire.expectExact(stream, firstOf(many, count, times));
    if (times > 1) await fire.expectDuplicates(expected);
    const peakMb = memory.stop();
    console.log(`caught up in ${seconds.toFixed(1)} s, at most ${peakMb} MB, ${pending} values unpublished`);
    expect(pending).toBeLessThan(mostPending);
    expect(peakMb).toBeLessThan(boundMb);
    await aggregator.stop();
  },
);
