import { createAdmin, createKafka } from '@weir/kafka';
import { createLogger } from '@weir/runtime';
import { waitFor, type TestApp } from '@weir/testing';
import { eventCount, ownFireStack, type Aggregator } from '../support/fire-stack.ts';
import type { Flow } from '../support/flow.ts';
import { throughGateway } from '../support/through-gateway.ts';

// Three brokers, every record on three of them, two of which must have it before it is acknowledged: one may die.
const events = eventCount(15_000);

let fire: Awaited<ReturnType<typeof ownFireStack>>;
let gateway: TestApp;
let aggregator: Aggregator;
let flow: Flow;

beforeAll(async () => {
  fire = await ownFireStack({ brokers: 3 });
  gateway = await fire.gateway();
  aggregator = await fire.aggregator({}, { restartEnded: true });
  flow = fire.flow({ seed: 9, perSecond: 500 }, throughGateway(gateway.url, 'transactions'), { rate: 1_500 });
});
afterAll(() => fire?.stop());

const flowsOn = async () => {
  const stored = flow.stored + 1_000;
  await waitFor(() => flow.stored >= stored, { timeoutMs: 120_000, what: 'events to be stored' });
};

test('topics are on three brokers, and two must have a record before it counts', async () => {
  const log = createLogger({ name: 'test', level: 'silent' });
  const kafka = createKafka({ brokers: fire.brokers.split(','), clientId: 'test', log });
  const admin = await createAdmin(kafka);
  try {
    const { topic } = fire.streamNamed('transactions');
    const [described] = await admin.describeTopics([topic]);
    expect(described).toMatchObject({ replicationFactor: 3, configs: { 'min.insync.replicas': '2' } });
  } finally {
    await admin.close();
  }
});

test('each broker is killed while events flow, is missed, and comes back', async () => {
  await flowsOn();
  // Each leads some partitions, and one of them the consumer group: all of that moves, one after the other.
  for (const node of fire.kafkaNodes) {
    node.kill('SIGKILL');
    await flowsOn();
    await node.restart();
    await flowsOn();
  }
});

test('afterwards every window and every row is exact, and nobody had to start again', async () => {
  await fire.expectExact('transactions', await flow.finish(events));
  expect(aggregator.logs()).not.toMatch(/"level":60/);
});
