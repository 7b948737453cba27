import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor, type TestApp } from '@weir/testing';
import { eventCount, ownFireStack, soak, type Aggregator } from '../support/fire-stack.ts';
import type { Flow } from '../support/flow.ts';
import { throughGateway } from '../support/through-gateway.ts';
import { watchMemory, type MemoryWatch } from '../support/watch-memory.ts';

const awayMs = soak ? 30_000 : 4_000;
const events = eventCount(30_000);
const boundMb = 600;

let fire: Awaited<ReturnType<typeof ownFireStack>>;
let gateway: TestApp;
let aggregator: Aggregator;
let flow: Flow;
let memory: MemoryWatch[];

beforeAll(async () => {
  fire = await ownFireStack();
  gateway = await fire.gateway();
  aggregator = await fire.aggregator({}, { restartEnded: true });
  // Many events a second, so that the windows to be compared stay few however long all of this takes.
  const dense = { seed: 4, perSecond: 500 };
  flow = fire.flow(dense, throughGateway(gateway.url, 'transactions'), { rate: soak ? 4_000 : 1_500 });
  memory = [gateway, aggregator].map(watchMemory);
});
afterAll(() => fire?.stop());

const flowsOn = async () => {
  const stored = flow.stored + 400;
  await waitFor(() => flow.stored >= stored, { timeoutMs: 120_000, what: 'events to be stored' });
};

test.each(['kafka', 'clickhouse', 'registry'] as const)(
  '%s is killed, and stopped for a while, under load',
  async (name) => {
    const service = fire.services[name];
    service.kill('SIGKILL');
    await service.restart();
    await flowsOn();
    await service.stop();
    if (name === 'registry') {
      // What was learned from it is lost as well: they must wait for it, and lose nothing meanwhile.
      aggregator.kill('SIGKILL');
      fire.services.clickhouse.kill('SIGKILL');
      await fire.services.clickhouse.restart();
    }
    await sleep(awayMs);
    await service.restart();
    await flowsOn();
  },
);

test('afterwards every window and every row is exact, and nobody has grown meanwhile', async () => {
  await fire.expectExact('transactions', await flow.finish(events));
  const [gatewayMb = 0, aggregatorMb = 0] = memory.map((one) => one.stop());
  console.log(`memory at most: gateway ${gatewayMb} MB, aggregator ${aggregatorMb} MB`);
  expect(Math.max(gatewayMb, aggregatorMb)).toBeLessThan(boundMb);
});
