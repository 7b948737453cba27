import { createAdmin, createKafka, type KafkaAdmin } from '@weir/kafka';
import type { StreamDefinition } from '@weir/streams';
import { waitFor } from '@weir/testing';
import { decodeResumePoint } from '@weir/windowing';
import { eventCount, fireStack, type Aggregator, type FireStack } from '../support/fire-stack.ts';
import { quiet } from '../support/into-topic.ts';
import type { KnownEvent } from '../support/known-events.ts';
import { neededOffset } from '../support/needed-offset.ts';
import { partitionsOf } from '../support/oracle.ts';
import type { SendEvents } from '../support/through-gateway.ts';

let fire: FireStack;
let stream: StreamDefinition;
beforeAll(async () => {
  fire = await fireStack();
  stream = fire.streamNamed('transactions');
});
afterAll(() => fire?.stop());

/** Seconds until the condition holds. They are told, not judged: a busy machine is no bug. */
async function secondsUntil(what: string, condition: () => Promise<boolean>): Promise<void> {
  const startedAt = performance.now();
  await waitFor(condition, { timeoutMs: 120_000, intervalMs: 20, what });
  console.log(`${what}: ${((performance.now() - startedAt) / 1000).toFixed(2)} s`);
}

async function asked<T>(question: (admin: KafkaAdmin) => Promise<T>): Promise<T> {
  const admin = await createAdmin(createKafka({ brokers: [fire.brokers], clientId: 'e2e', log: quiet }));
  return question(admin).finally(() => admin.close());
}

/** How many instances the broker takes for members: one that died without a word is one until its session ends. */
async function members(): Promise<number> {
  const [described] = await asked((admin) => admin.describeGroups([fire.group]));
  return described?.members.length ?? 0;
}

/** What the group has committed: the offset to begin at, and the position up to which everything was judged. */
async function committed() {
  const offsets = await asked((admin) => admin.groupOffsets(fire.group, [stream.topic]));
  return offsets.map(({ partition, offset = 0, metadata }) => ({
    partition,
    offset,
    position: decodeResumePoint(offset, metadata).position,
  }));
}

const sumOf = (points: readonly { readonly position: number }[]) =>
  points.reduce((sum, { position }) => sum + position, 0);

const ownsAll = async (instance: Aggregator) => (await instance.partitions()).length === fire.partitions;
const ownsSome = async (instance: Aggregator) => (await instance.partitions()).length > 0;
const movesOn = (instance: Aggregator, position: number) => async () =>
  (await instance.position()) > position;

test('after a kill -9, or when an instance leaves, counting goes on, and only what open windows need is read again', async () => {
  const { producer, send } = await fire.intoTopic('transactions');
  const sent: KnownEvent[] = [];
  const store: SendEvents = async (events) => {
    await send(events);
    sent.push(...events);
  };
  const flow = fire.flow({ seed: 11, perSecond: 30 }, store, { rate: 1_500 });
  const first = await fire.aggregator();
  // Committed, not only read: what dies before its first commit reads everything again.
  await waitFor(async () => sumOf(await committed()) > 8_000, {
    timeoutMs: 120_000,
    intervalMs: 250,
    what: '8,000 events counted and committed',
  });

  first.kill('SIGKILL');
  const points = await committed();
  const restarting = first.restart();
  const read = sumOf(points);
  await secondsUntil('kill -9, started again, counting', movesOn(first, read));
  await restarting;
  const ofStream = async () => (await first.partitions()).filter((state) => state.stream === stream.name);
  await waitFor(async () => {
    const states = await ofStream();
    return states.length === points.length && states.every(({ rereading }) => !rereading);
  });
  const states = await ofStream();
  const logs = partitionsOf(stream, sent);
  for (const { partition, offset, position } of points) {
    const times = (logs[partition] ?? []).map(({ timeMs }) => timeMs);
    expect(offset).toBe(neededOffset(stream, times, position));
    const state = states.find((one) => one.partition === partition);
    expect(state?.fates['reread']).toBe(position - offset);
  }
  const reread = points.reduce((sum, { offset, position }) => sum + position - offset, 0);
  console.log(`read again: ${reread} of ${read} events, those of the last minute of event time and a bit`);
  expect(reread).toBeGreaterThan(0);
  expect(reread).toBeLessThan(read);

  const second = await fire.aggregator();
  await waitFor(() => ownsSome(second), { timeoutMs: 120_000 });
  first.kill('SIGKILL');
  await secondsUntil('kill -9, another instance has taken over', () => ownsAll(second));
  await first.restart();
  await waitFor(() => ownsSome(first), { timeoutMs: 120_000 });
  expect(await members()).toBe(2);
  const membersAfter = first.stop().then(members);
  await secondsUntil('asked to leave, another instance has taken over', () => ownsAll(second));
  await secondsUntil('and counts', movesOn(second, await second.position()));
  expect(await membersAfter).toBe(1);

  await fire.expectExact('transactions', await flow.finish(eventCount(25_000)));
  await producer.close();
});
