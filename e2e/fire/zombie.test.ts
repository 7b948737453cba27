import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@weir/testing';
import { eventCount, fireStack, soak, type Aggregator, type FireStack } from '../support/fire-stack.ts';
import { staleLastRecords } from '../support/metric-log.ts';
import { throughGateway } from '../support/through-gateway.ts';
import { seededRandom } from '../support/seeded-random.ts';

const rounds = soak ? 5 : 1;

let fire: FireStack;
beforeAll(async () => void (fire = await fireStack()));
afterAll(() => fire?.stop());

const owns = (aggregator: Aggregator, fits: (owned: number) => boolean, what: string) =>
  waitFor(async () => fits((await aggregator.partitions()).length), { timeoutMs: 120_000, what });

test('instances that were stopped past their session, and go on then, change nothing', async () => {
  const gateway = await fire.gateway();
  const slowTime = { seed: 7, perSecond: 50 };
  const flow = fire.flow(slowTime, throughGateway(gateway.url, 'transactions'), { rate: 1_000 });
  const random = seededRandom(7);
  const awake = await fire.aggregator();
  for (let round = 0; round < rounds; round += 1) {
    const some = await fire.aggregator();
    // Three more stop at the worst moments: with what they took, or half of it, unpublished, or not committed.
    const stopAt = (moment: string) =>
      fire.aggregator({ WEIR_FAULT: `${moment}:${random.between(10, 16)}:SIGSTOP` });
    const zombies = await Promise.all([
      some,
      ...['before-publish', 'half-published', 'before-commit'].map(stopAt),
    ]);
    await owns(some, (owned) => owned > 0 && owned < fire.partitions, 'instances to share the partitions');
    await sleep(random.between(3_000, 6_000));
    some.kill('SIGSTOP');
    await owns(awake, (owned) => owned === fire.partitions, 'the only one that is awake to take over');
    // What the zombies held open must be closed by then: grace and longest window at the pace of the flow.
    await sleep(soak ? 20_000 : 5_000);
    for (const zombie of zombies) zombie.kill('SIGCONT');
    for (const zombie of zombies)
      await owns(zombie, (owned) => owned > 0, 'a zombie to get partitions of its own');
    for (const zombie of zombies) await zombie.stop();
  }
  await fire.expectExact('transactions', await flow.finish(eventCount(40_000)));
  const { stale, records } = await staleLastRecords(fire.brokers, fire.streamNamed('transactions'));
  expect(records).toBeGreaterThan(1_000);
  expect(stale).toEqual([]);
});
