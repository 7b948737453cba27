import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@weir/testing';
import { eventCount, fireStack, soak, type Aggregator, type FireStack } from '../support/fire-stack.ts';
import { throughGateway } from '../support/through-gateway.ts';
import { seededRandom } from '../support/seeded-random.ts';

const kills = soak ? 5 : 3;

let fire: FireStack;
beforeAll(async () => void (fire = await fireStack()));
afterAll(() => fire?.stop());

async function countsOn(aggregator: Aggregator): Promise<void> {
  const position = await aggregator.position();
  const hasMoved = async () => (await aggregator.position()) > position;
  await waitFor(hasMoved, { timeoutMs: 120_000, what: 'the aggregator to count on' });
}

test(`killed ${kills} times at random moments, it has counted every event once`, async () => {
  const gateway = await fire.gateway();
  const aggregator = await fire.aggregator();
  const flows = (['transactions', 'frames'] as const).map((stream, seed) => ({
    stream,
    flow: fire.flow({ seed: seed + 1 }, throughGateway(gateway.url, stream)),
  }));
  const random = seededRandom(1);
  for (let kill = 0; kill < kills; kill += 1) {
    // Every other time in the middle of counting, else at any moment of coming back.
    if (kill % 2 === 0) await countsOn(aggregator);
    await sleep(random.between(0, kill % 2 === 0 ? 1_500 : soak ? 7_000 : 4_000));
    aggregator.kill('SIGKILL');
    await aggregator.restart();
  }
  for (const { stream, flow } of flows) await fire.expectExact(stream, await flow.finish(eventCount(15_000)));
});
