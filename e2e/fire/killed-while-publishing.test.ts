import { eventCount, fireStack, soak, type FireStack } from '../support/fire-stack.ts';

// The first round publishes what was read again after the last death, the fifth what is new.
const faults = soak
  ? ['before-publish:3', 'half-published:1', 'half-published:5', 'before-commit:1', 'before-commit:5']
  : ['before-publish:3', 'half-published:5', 'half-published:1', 'before-commit:3'];

let fire: FireStack;
beforeAll(async () => void (fire = await fireStack()));
afterAll(() => fire?.stop());

/** Starts an aggregator that dies at a moment of its work, and resolves when it has. */
async function dieAt(fault: string): Promise<void> {
  const how = await new Promise<string>((resolve, reject) => {
    const on = (event: { kind: string; how?: string }) => event.kind === 'ended' && resolve(event.how ?? '');
    // Dead before it was seen to be ready: that is soon, but the same death.
    fire.aggregator({ WEIR_FAULT: fault }, { on }).catch((error: unknown) => {
      const { message } = error as Error;
      if (message.includes('was ended by SIGKILL')) resolve('was ended by SIGKILL');
      else reject(error);
    });
  });
  expect(how).toBe('was ended by SIGKILL');
}

test('killed between taking, half publishing, publishing and committing, it has counted every event once', async () => {
  const { producer, send } = await fire.intoTopic('transactions');
  const flow = fire.flow({ seed: 3, repeated: 0.05 }, send);
  for (const fault of faults) await dieAt(fault);
  await fire.aggregator();
  const events = await flow.finish(eventCount(30_000));
  await producer.close();
  const expected = await fire.expectExact('transactions', events);
  expect(expected.duplicates.length).toBeGreaterThan(events.length / 50);
  // Some were published by an instance that died before it could commit, and then once more.
  expect(await fire.expectDuplicates(expected)).toBeGreaterThan(expected.duplicates.length);
});
