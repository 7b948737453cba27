import { spawn } from 'node:child_process';
import net from 'node:net';
import { join } from 'node:path';
import {
  BrokerUnavailable,
  createAdmin,
  createKafka,
  createProducer,
  createRegistry,
  partitionOf,
  readLog,
  type KafkaAdmin,
  type LogReaderOptions,
  type LogRecord,
} from '@weir/kafka';
import { ensureJars } from '@weir/local';
import { createLogger } from '@weir/runtime';
import type { AvroRecord } from '@weir/schemas';
import { testStack, uniqueName, waitFor, type TestStack } from '@weir/testing';

// What the Kafka library promises, on a broker of its own: it is killed and frozen here.
const log = createLogger({ name: 'kafka-test', level: 'silent' });
let stack: TestStack;
let admin: KafkaAdmin;

beforeAll(async () => {
  stack = await testStack({ provision: false });
  admin = await createAdmin(createKafka(connection()));
}, 60_000);

afterAll(async () => {
  await admin?.close();
  await stack?.stop();
});

const connection = () => ({ brokers: [stack.brokers], clientId: 'kafka-test', log });

async function newTopic(partitions = 3, configs: Record<string, string> = {}): Promise<string> {
  const topic = uniqueName('topic');
  await admin.createTopics([{ topic, partitions, configs }]);
  return topic;
}

type Read = LogRecord & { readonly partition: number };

async function readAll(topic: string, options: Partial<LogReaderOptions> = {}): Promise<Read[]> {
  const reader = readLog({ ...connection(), topic, from: 'beginning', until: 'end', ...options });
  const records: Read[] = [];
  for await (const { partition, records: some } of reader)
    records.push(...some.map((one) => ({ ...one, partition })));
  return records;
}

describe('the producer', () => {
  test('puts a key on the partition that the Java client chooses', async () => {
    const topic = await newTopic(6);
    const keys = Array.from({ length: 200 }, (_, i) => `${'x'.repeat(i % 9)}ключ-${i * 7919}`);
    await produceWithJava(topic, keys);
    const fromJava = new Map((await readAll(topic)).map(({ key, partition }) => [String(key), partition]));
    expect(fromJava.size).toBe(200);
    for (const key of keys) expect([key, partitionOf(Buffer.from(key), 6)]).toEqual([key, fromJava.get(key)]);

    const ours = await newTopic(6);
    const producer = createProducer(connection());
    await producer.sendBatch(keys.map((key) => ({ topic: ours, key, value: null })));
    await producer.close();
    for (const { key, partition } of await readAll(ours)) expect(partition).toBe(fromJava.get(String(key)));
  }, 60_000);

  test('keeps order, headers, nulls and large records', async () => {
    const topic = await newTopic(1);
    const producer = createProducer(connection());
    const large = Buffer.alloc(1_000_000, 'x');
    await Promise.all([
      producer.send({
        topic,
        key: 'a',
        value: null,
        headers: { run: 'abc12345', bytes: Buffer.from([0, 255]) },
      }),
      producer.sendBatch(
        [1, 2, 3].map((i) => ({ topic, key: 'a', value: Buffer.concat([large, Buffer.from([i])]) })),
      ),
      producer.send({ topic, key: null, value: Buffer.from('last') }),
    ]);
    await producer.close();
    const records = await readAll(topic);
    expect(records.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4]);
    expect(records[0]).toMatchObject({
      value: null,
      headers: { run: Buffer.from('abc12345'), bytes: Buffer.from([0, 255]) },
    });
    expect(records.slice(1, 4).map(({ value }) => value?.at(-1))).toEqual([1, 2, 3]);
    expect(String(records[4]?.value)).toBe('last');
  });

  test('sees partitions that are added while it runs', async () => {
    const topic = await newTopic(1);
    const producer = createProducer(connection());
    await producer.send({ topic, key: 'a', value: Buffer.from('1') });
    expect(producer.partitionsOf(topic)).toBe(1);
    await admin.growPartitions(topic, 4);
    await waitFor(async () => (await producer.check()) && producer.partitionsOf(topic) === 4);
    await producer.close();
  });

  test('stores everything once and in order when the answers to what was stored are lost', async () => {
    const topic = await newTopic(3);
    const producer = createProducer(connection());
    const answers = loseAnswers({ of: 10 });
    const writers = Array.from({ length: 20 }, (_, i) => `writer-${i}`);
    const write = async (writer: string) => {
      for (let n = 0; n < 100; n += 1)
        await producer.send({ topic, key: writer, value: Buffer.from(String(n)) });
    };
    await Promise.all(writers.map(write)).finally(answers.restore);
    await producer.close();
    expect(answers.lost).toBeGreaterThan(3);
    const stored = new Map(writers.map((writer) => [writer, [] as number[]]));
    for (const { key, value } of await readAll(topic)) stored.get(String(key))?.push(Number(value));
    for (const writer of writers)
      expect(stored.get(writer)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  }, 60_000);

  /**
   * kafkajs's own idempotent producer lost acknowledged messages here (docs/adr/0002): acknowledged A, B, C, D, the log
   * held A, D, C, A. Every writer sends its numbers in order, each once, and goes on after a failure with the next.
   */
  test('stores what it acknowledges exactly once and in order, while the broker is killed and frozen', async () => {
    const topic = await newTopic(3, { 'message.timestamp.type': 'LogAppendTime' });
    const producer = createProducer({ ...connection(), deadlineMs: 2_500 });
    const writers = Array.from({ length: 12 }, (_, i) => `writer-${i}`);
    const acknowledged = new Map(writers.map((writer) => [writer, [] as number[]]));
    let failures = 0;
    let writing = true;

    async function write(writer: string): Promise<void> {
      for (let n = 0; writing; n += 1) {
        try {
          await producer.send({ topic, key: writer, value: Buffer.from(String(n)) });
          acknowledged.get(writer)?.push(n);
        } catch (error) {
          expect(error).toBeInstanceOf(BrokerUnavailable);
          failures += 1;
        }
      }
    }
    const total = () => [...acknowledged.values()].reduce((sum, numbers) => sum + numbers.length, 0);
    const moreThan = (count: number) =>
      waitFor(() => total() > count, { timeoutMs: 30_000, what: 'acknowledgements to go on' });

    const writing12 = Promise.all(writers.map(write));
    const { kafka } = stack.services;
    await moreThan(500);
    for (let kill = 0; kill < 3; kill += 1) {
      kafka.kill('SIGKILL');
      await kafka.restart();
      await moreThan(total() + 200);
    }
    // Frozen for longer than the deadline: the outcome of what was under way is unknown to the producer.
    kafka.kill('SIGSTOP');
    const before = failures;
    await waitFor(() => failures > before, { what: 'a failure' });
    kafka.kill('SIGCONT');
    await moreThan(total() + 200);
    // Frozen for less than the deadline: nobody notices.
    kafka.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 800));
    kafka.kill('SIGCONT');
    await moreThan(total() + 200);
    writing = false;
    await writing12;
    await producer.close();

    const stored = new Map(writers.map((writer) => [writer, [] as number[]]));
    for (const { key, value } of await readAll(topic)) stored.get(String(key))?.push(Number(value));
    for (const writer of writers) {
      const wanted = acknowledged.get(writer) ?? [];
      const isWanted = new Set(wanted);
      const found = stored.get(writer) ?? [];
      expect(found.filter((n) => isWanted.has(n))).toEqual(wanted);
      expect(new Set(found).size).toBe(found.length);
    }
  }, 120_000);

  test('fails within its deadline while no broker is there, and works again by itself', async () => {
    const topic = await newTopic();
    const producer = createProducer(connection());
    await producer.send({ topic, key: 'a', value: Buffer.from('before') });
    stack.services.kafka.kill('SIGKILL');
    const startedAt = performance.now();
    await expect(producer.send({ topic, key: 'a', value: Buffer.from('lost') })).rejects.toThrow(
      BrokerUnavailable,
    );
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(producer.queuedBytes).toBe(0);
    await stack.services.kafka.restart();
    await waitFor(() => producer.check());
    await producer.send({ topic, key: 'a', value: Buffer.from('after') });
    await producer.close();
    expect((await readAll(topic)).map(({ value }) => String(value))).toEqual(['before', 'after']);
  }, 60_000);
});

describe('the log reader', () => {
  test('reads from the beginning, the end, a time and an offset, and leaves no group behind', async () => {
    const topic = await newTopic(2, { 'message.timestamp.type': 'LogAppendTime' });
    const producer = createProducer(connection());
    const send = (values: string[]) =>
      producer.sendBatch(
        values.map((value, i) => ({ topic, key: null, partition: i % 2, value: Buffer.from(value) })),
      );
    await send(['a0', 'b0', 'a1', 'b1']);
    const lastAt = Math.max(...(await readAll(topic)).map(({ timestamp }) => timestamp));
    await new Promise((resolve) => setTimeout(resolve, 10));
    await send(['a2', 'b2']);
    await producer.close();

    const values = async (options: Partial<LogReaderOptions>) =>
      (await readAll(topic, options)).map(({ value }) => String(value)).sort();
    expect(await values({})).toEqual(['a0', 'a1', 'a2', 'b0', 'b1', 'b2']);
    expect(await values({ partitions: [1] })).toEqual(['b0', 'b1', 'b2']);
    expect(await values({ from: 'end' })).toEqual([]);
    expect(await values({ from: { timestampMs: lastAt + 1 } })).toEqual(['a2', 'b2']);
    expect(
      await values({
        from: new Map([
          [0, 2],
          [1, 1],
        ]),
      }),
    ).toEqual(['a2', 'b1', 'b2']);
    expect(await admin.listGroups()).toEqual([]);
  });

  test('follows the end of the log until it is stopped, through a broker restart', async () => {
    const topic = await newTopic(1);
    const producer = createProducer(connection());
    const reader = readLog({ ...connection(), topic, from: 'end', until: 'follow' });
    const seen: string[] = [];
    const following = (async () => {
      for await (const { records } of reader) seen.push(...records.map(({ value }) => String(value)));
    })();
    const sendUntilSeen = (value: string) =>
      waitFor(
        async () => {
          await producer.send({ topic, key: null, value: Buffer.from(value) }).catch(() => undefined);
          return seen.includes(value);
        },
        { timeoutMs: 30_000, what: value },
      );
    await sendUntilSeen('one');
    stack.services.kafka.kill('SIGKILL');
    await stack.services.kafka.restart();
    await sendUntilSeen('two');
    await reader.stop();
    await following;
    await producer.close();
  }, 60_000);

  test('shows committed transactions only, unless told otherwise', async () => {
    const topic = await newTopic(1);
    const transactional = createKafka(connection()).producer({
      idempotent: true,
      transactionalId: uniqueName('tx'),
    });
    await transactional.connect();
    for (const outcome of ['commit', 'abort', 'commit'] as const) {
      const transaction = await transactional.transaction();
      await transaction.send({ topic, messages: [{ value: outcome }, { value: outcome }] });
      await transaction[outcome]();
    }
    await transactional.disconnect();
    const values = async (readCommitted: boolean) =>
      (await readAll(topic, { readCommitted })).map(({ value }) => String(value));
    expect(await values(true)).toEqual(['commit', 'commit', 'commit', 'commit']);
    expect(await values(false)).toEqual(['commit', 'commit', 'abort', 'abort', 'commit', 'commit']);
  });

  test('gets past what compaction has removed', async () => {
    const topic = await newTopic(1, {
      'cleanup.policy': 'compact',
      'segment.ms': '100',
      'min.cleanable.dirty.ratio': '0.001',
      'min.compaction.lag.ms': '0',
      'delete.retention.ms': '100',
    });
    const producer = createProducer(connection());
    // Every round closes a segment; the cleaner leaves one record a key.
    await waitFor(
      async () => {
        await producer.sendBatch(
          Array.from({ length: 50 }, (_, i) => ({ topic, key: `k${i % 5}`, value: Buffer.from(`v${i}`) })),
        );
        return (await readAll(topic)).length < (await admin.topicOffsets(topic))[0]!.high - 60;
      },
      { timeoutMs: 45_000, intervalMs: 1_000, what: 'the log cleaner' },
    );
    await producer.close();
    const records = await readAll(topic);
    const latest = new Map(records.map(({ key, value }) => [String(key), String(value)]));
    expect(Object.fromEntries(latest)).toEqual({ k0: 'v45', k1: 'v46', k2: 'v47', k3: 'v48', k4: 'v49' });
  }, 60_000);

  test('a topic that does not exist is an error, not a wait', async () => {
    await expect(readAll('no-such-topic')).rejects.toThrow(/no-such-topic/);
  }, 30_000);
});

describe('administrative calls', () => {
  test('two processes may create the same topics at once', async () => {
    const other = await createAdmin(createKafka(connection()));
    const specs = Array.from({ length: 5 }, () => ({ topic: uniqueName('both'), partitions: 2 }));
    const created = await Promise.all([admin.createTopics(specs), other.createTopics(specs)]);
    await other.close();
    expect(created.flat().sort()).toEqual(specs.map(({ topic }) => topic).sort());
    expect(await admin.createTopics(specs)).toEqual([]);
  });

  test('settings are added, others stay; partitions only grow', async () => {
    const topic = await newTopic(2, { 'cleanup.policy': 'compact' });
    await admin.alterConfigs(topic, { 'retention.ms': '60000' });
    await admin.growPartitions(topic, 4);
    await admin.growPartitions(topic, 3);
    const [description] = await admin.describeTopics([topic, 'no-such-topic']);
    expect(description).toMatchObject({
      partitions: 4,
      replicationFactor: 1,
      ownConfigs: { 'cleanup.policy': 'compact', 'retention.ms': '60000' },
    });
    await expect(
      admin.createTopics([
        { topic: uniqueName('bad'), partitions: 1, configs: { 'cleanup.policy': 'wrong' } },
      ]),
    ).rejects.toThrow(/creating topic bad-.*cleanup|invalid/i);
  });

  test("a group's offsets, metadata and lag", async () => {
    const topic = await newTopic(1);
    const producer = createProducer(connection());
    await producer.sendBatch(
      Array.from({ length: 10 }, (_, i) => ({ topic, key: null, value: Buffer.from(`${i}`) })),
    );
    await producer.close();
    const group = uniqueName('group');
    const kafkajsAdmin = createKafka(connection()).admin();
    await kafkajsAdmin.connect();
    await kafkajsAdmin.setOffsets({ groupId: group, topic, partitions: [{ partition: 0, offset: '4' }] });
    await kafkajsAdmin.disconnect();
    expect(await admin.groupOffsets(group, [topic])).toMatchObject([
      { topic, partition: 0, offset: 4, lag: 6 },
    ]);
    expect(await admin.listGroups()).toContain(group);
  });
});

describe('the schema registry', () => {
  const schemaOf = (fields: AvroRecord['fields']): AvroRecord => ({ type: 'record', name: 'Thing', fields });
  const id = { name: 'id', type: 'string' } as const;
  const at = { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'when' } as const;

  test('gives ids, keeps logical types, refuses what breaks readers of older events', async () => {
    const registry = createRegistry({ url: stack.registryUrl });
    const subject = `${uniqueName('thing')}-value`;
    const first = schemaOf([id, at]);
    expect(await registry.idOf(subject, first)).toBeUndefined();
    expect(await registry.latestId(subject)).toBeUndefined();
    const firstId = await registry.register(subject, first, { compatibility: 'BACKWARD' });
    expect(await registry.register(subject, first, { compatibility: 'BACKWARD' })).toBe(firstId);
    expect(await registry.idOf(subject, first)).toBe(firstId);
    expect(await registry.schemaById(firstId)).toEqual(first);

    const wider = schemaOf([id, at, { name: 'note', type: ['null', 'string'], default: null }]);
    const widerId = await registry.register(subject, wider, { compatibility: 'BACKWARD' });
    expect(await registry.latestId(subject)).toBe(widerId);
    const refused = registry.register(subject, schemaOf([id, at, { name: 'must', type: 'string' }]), {
      compatibility: 'BACKWARD',
    });
    await expect(refused).rejects.toMatchObject({
      name: 'IncompatibleSchema',
      reason: expect.stringContaining('must'),
    });
    expect(await registry.latestId(subject)).toBe(widerId);
  });

  test('that is away is said to be away', async () => {
    const registry = createRegistry({ url: 'http://127.0.0.1:9/apis/ccompat/v7' });
    await expect(registry.ping()).rejects.toThrow(/schema registry http:\/\/127.0.0.1:9/);
    await expect(registry.schemaById(1)).rejects.toMatchObject({ name: 'RegistryUnavailable' });
  });
});

/** Cuts every n-th connection at the moment when an answer arrives on it: the broker has acted, nobody hears of it. */
function loseAnswers({ of }: { of: number }) {
  const state = { lost: 0, seen: 0, restore: () => spy.mockRestore() };
  const connectForReal = net.connect;
  const spy = jest.spyOn(net, 'connect').mockImplementation(((...args: Parameters<typeof net.connect>) => {
    const socket = connectForReal(...args);
    const emitForReal = socket.emit.bind(socket) as (event: string, ...rest: unknown[]) => boolean;
    socket.emit = ((event: string, ...rest: unknown[]) => {
      if (event !== 'data' || (state.seen += 1) % of !== 0) return emitForReal(event, ...rest);
      state.lost += 1;
      socket.destroy(new Error('cut by the test'));
      return true;
    }) as typeof socket.emit;
    return socket;
  }) as typeof net.connect);
  return state;
}

/** One record a key, through Kafka's own console producer: Java's murmur2, not ours. */
async function produceWithJava(topic: string, keys: readonly string[]): Promise<void> {
  const { kafka } = await ensureJars();
  const args = ['--bootstrap-server', stack.brokers, '--topic', topic, '--reader-property', 'parse.key=true'];
  const java = spawn('java', [
    '-Dfile.encoding=UTF-8',
    '-cp',
    join(kafka, '*'),
    'org.apache.kafka.tools.ConsoleProducer',
    ...args,
  ]);
  let output = '';
  java.stderr.on('data', (chunk) => (output += String(chunk)));
  java.stdin.end(keys.map((key) => `${key}\tx\n`).join(''));
  const code = await new Promise((resolve) => java.once('exit', resolve));
  if (code !== 0) throw new Error(output);
}
