import { waitFor } from '@weir/testing';
import { eventCount, fireStack, type Aggregator, type FireStack } from '../support/fire-stack.ts';
import type { Flow } from '../support/flow.ts';
import { throughGateway } from '../support/through-gateway.ts';

let fire: FireStack;
beforeAll(async () => void (fire = await fireStack()));
afterAll(() => fire?.stop());

/** Waits until these instances share all partitions, each having some, and 2,000 more events were stored after that. */
async function share(flow: Flow, ...instances: Aggregator[]): Promise<void> {
  const isShared = async () => {
    const lists = await Promise.all(instances.map((one) => one.partitions()));
    const names = lists.flat().map(({ stream, partition }) => `${stream}-${partition}`);
    return (
      lists.every((list) => list.length > 0) &&
      names.length === fire.partitions &&
      new Set(names).size === fire.partitions
    );
  };
  await waitFor(isShared, {
    timeoutMs: 120_000,
    what: `${instances.length} instances to share the partitions`,
  });
  const stored = flow.stored + 2_000;
  await waitFor(() => flow.stored >= stored, { timeoutMs: 120_000 });
}

test('1, then 3, then 2, then 1 instance while events flow: every event is counted once', async () => {
  const gateway = await fire.gateway();
  const transactions = fire.flow({ seed: 5 }, throughGateway(gateway.url, 'transactions'));
  const frames = fire.flow({ seed: 6 }, throughGateway(gateway.url, 'frames'));
  const first = await fire.aggregator();
  await share(transactions, first);
  const [second, third] = await Promise.all([fire.aggregator(), fire.aggregator()]);
  await share(transactions, first, second, third);
  await first.stop();
  await share(transactions, second, third);
  third.kill('SIGKILL');
  await share(transactions, second);
  await fire.expectExact('transactions', await transactions.finish(eventCount(15_000)));
  await fire.expectExact('frames', await frames.finish(eventCount(15_000)));
});
