import { createCodec, transactionSchema, wireFormat, type Transaction } from '@weir/schemas';
import { eventCount, fireStack, type FireStack } from '../support/fire-stack.ts';
import { startKafkaProxy, type KafkaProxy, type ProduceFate } from '../support/kafka-proxy.ts';
import type { KnownEvent } from '../support/known-events.ts';
import { readTopic } from '../support/read-topic.ts';
import { inLanes, post } from '../support/through-gateway.ts';

let fire: FireStack;
/** Between the gateway and Kafka. */
let proxy: KafkaProxy;
/** Between the aggregator and Kafka: two requests in a row are lost, which is longer than its producer tries. */
let proxyOfWindows: KafkaProxy;
beforeAll(async () => {
  fire = await fireStack();
  const brokerPort = Number(fire.brokers.split(':').at(-1));
  const fateOf = (nth: number): ProduceFate => {
    if (nth % 100 === 0) return 'answer lost';
    if (nth % 17 === 0) return 'answer cut';
    return nth % 23 === 0 ? 'request cut' : 'pass';
  };
  proxy = await startKafkaProxy(brokerPort, fateOf);
  proxyOfWindows = await startKafkaProxy(brokerPort, (nth) =>
    nth % 10 === 4 || nth % 10 === 5 ? 'request lost' : 'pass',
  );
});
afterAll(async () => {
  proxy?.stop();
  proxyOfWindows?.stop();
  await fire?.stop();
});

const codec = createCodec<Transaction>(transactionSchema);

test('what the gateway acknowledges is stored once and in order, and windows are published, whatever is lost on the way', async () => {
  const gateway = await fire.gateway({ KAFKA_BROKERS: proxy.address });
  await fire.aggregator({ KAFKA_BROKERS: proxyOfWindows.address });
  const acknowledged = new Set<string>();
  // Each event is sent once, and never again: what is in the log twice, the gateway has written twice.
  const sendOnce = inLanes('transactions', async (lane) => {
    if (await post(gateway.url, 'transactions', lane)) for (const { id } of lane) acknowledged.add(id);
  });
  const flow = fire.flow({ seed: 8 }, async (events) => {
    for (let from = 0; from < events.length; from += 200) await sendOnce(events.slice(from, from + 200));
  });
  const events = await flow.finish(eventCount(30_000));

  const { topic } = fire.streamNamed('transactions');
  const stored: string[] = [];
  const byUser = new Map<string, string[]>();
  for await (const { key, value } of readTopic(fire.brokers, topic)) {
    const { transaction_id: id } = codec.decode(value ?? Buffer.alloc(0), wireFormat.bodyStart);
    stored.push(id);
    byUser.set(String(key), [...(byUser.get(String(key)) ?? []), id]);
  }
  const once = new Set(stored);
  expect(stored).toHaveLength(once.size);
  expect([...acknowledged].filter((id) => !once.has(id))).toEqual([]);
  const inOrder = (user: string) => events.filter((event) => event.user === user && once.has(event.id));
  for (const [user, ids] of byUser) expect(ids).toEqual(inOrder(user).map(({ id }) => id));
  expect(acknowledged.size).toBeGreaterThan(events.length / 2);
  const fates = ['pass', 'answer lost', 'answer cut', 'request cut'] as const;
  for (const fate of fates) expect(proxy.fates[fate]).toBeGreaterThan(0);
  console.log(`acknowledged ${acknowledged.size} of ${events.length}, stored ${once.size}`, proxy.fates);

  // What the aggregator could not publish must come all the same: its windows will not bring it forth again.
  await fire.expectExact('transactions', storedOf(events, once));
  // One pair at least; how many requests there are is the machine's business.
  expect(proxyOfWindows.fates['request lost']).toBeGreaterThanOrEqual(2);
});

const storedOf = (events: readonly KnownEvent[], ids: ReadonlySet<string>) =>
  events.filter(({ id }) => ids.has(id));
