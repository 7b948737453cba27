import pino from 'pino';
import { BrokerUnavailable, QueueFull, RecordRefused } from './errors.ts';
import type { PartitionBatch, ProduceSession, Settle } from './produce-connection.ts';
import { createProducerOver, maxRecordBytes, type SendReport } from './producer.ts';

type Attempt = { readonly batches: readonly PartitionBatch[]; finish(error?: Error): void };

/** A broker with two partitions a topic that answers when the test says so. */
class FakeBroker {
  readonly attempts: Attempt[] = [];
  readonly log: string[] = [];
  sessions = 0;
  up = true;
  answersAlone = true;

  session(): ProduceSession {
    this.sessions += 1;
    let usable = true;
    const untilUp = async () => {
      while (!this.up && usable) await new Promise((resolve) => setTimeout(resolve, 5));
      if (!usable) throw new BrokerUnavailable('closed');
    };
    return {
      get usable() {
        return usable;
      },
      lastProblem: 'connection refused',
      open: untilUp,
      ping: untilUp,
      partitionsOf: async (topic) => {
        if (topic === 'missing') throw new RecordRefused('topic missing does not exist');
        return 2;
      },
      knownPartitionsOf: () => 2,
      produce: <B extends PartitionBatch>(batches: readonly B[], settle: Settle<B>) =>
        new Promise<void>((resolve) => {
          const finish = (error?: Error) => {
            for (const batch of batches) {
              if (error === undefined) {
                for (const { value } of batch.records)
                  this.log.push(`${batch.topic}-${batch.partition}:${value}`);
              }
              settle(batch, error);
            }
            resolve();
          };
          this.attempts.push({ batches, finish });
          if (this.answersAlone && this.up) setTimeout(finish, 1);
        }),
      close: () => {
        usable = false;
      },
    };
  }
}

const setUp = (options: { maxQueueBytes?: number; deadlineMs?: number; sendBytes?: number } = {}) => {
  const broker = new FakeBroker();
  const reports: SendReport[] = [];
  const producer = createProducerOver(() => broker.session(), {
    log: pino({ level: 'silent' }),
    lingerMs: 1,
    onSend: (report) => reports.push(report),
    ...options,
  });
  return { broker, producer, reports };
};

const record = (value: string, partition = 0, topic = 't') => ({
  topic,
  key: null,
  partition,
  value: Buffer.from(value),
});

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
};

test('records that come together go in one send, in order per partition', async () => {
  const { broker, producer, reports } = setUp();
  await Promise.all([
    producer.send(record('a')),
    producer.send(record('b', 1)),
    producer.sendBatch([record('c'), record('d'), record('e', 1)]),
  ]);
  expect(broker.attempts).toHaveLength(1);
  expect(broker.log).toEqual(['t-0:a', 't-0:c', 't-0:d', 't-1:b', 't-1:e']);
  await producer.flush();
  expect(reports).toMatchObject([{ records: 5, bytes: 5, stored: true }]);
  expect(producer.queuedBytes).toBe(0);
});

test('exactly one send is in flight; what comes meanwhile waits and goes next', async () => {
  const { broker, producer } = setUp({ sendBytes: 1 });
  broker.answersAlone = false;
  const first = producer.send(record('a'));
  await until(() => broker.attempts.length === 1);
  const second = producer.send(record('b'));
  const third = producer.send(record('c'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(broker.attempts).toHaveLength(1);
  broker.attempts[0]?.finish();
  await first;
  await until(() => broker.attempts.length === 2);
  broker.attempts[1]?.finish();
  await Promise.all([second, third]);
  expect(broker.log).toEqual(['t-0:a', 't-0:b', 't-0:c']);
});

test('a broker that does not answer in time fails the send and all that waits; the next send works', async () => {
  const { broker, producer } = setUp({ deadlineMs: 50 });
  broker.answersAlone = false;
  const sent = producer.send(record('lost'));
  await until(() => broker.attempts.length === 1);
  const waiting = producer.send(record('waiting'));
  await expect(sent).rejects.toThrow(BrokerUnavailable);
  await expect(waiting).rejects.toThrow(BrokerUnavailable);
  expect(producer.queuedBytes).toBe(0);
  expect(producer.available).toBe(false);

  broker.answersAlone = true;
  await producer.send(record('later'));
  await producer.flush();
  expect(broker.sessions).toBe(2);
  expect(producer.available).toBe(true);
  // The answer that comes after all finds nobody.
  broker.attempts[0]?.finish();
  expect(producer.queuedBytes).toBe(0);
});

test('a broker that is away at the start is waited for within the deadline', async () => {
  const { broker, producer } = setUp({ deadlineMs: 1_000 });
  broker.up = false;
  const sent = producer.send(record('patient'));
  setTimeout(() => (broker.up = true), 30);
  await sent;
  expect(broker.log).toEqual(['t-0:patient']);
});

test('records of a topic that does not exist fail alone', async () => {
  const { producer } = setUp();
  const [missing, fine] = await Promise.allSettled([
    producer.send(record('x', 0, 'missing')),
    producer.send(record('y')),
  ]);
  expect(missing).toMatchObject({ status: 'rejected', reason: expect.any(RecordRefused) });
  expect(fine).toMatchObject({ status: 'fulfilled' });
  expect(producer.queuedBytes).toBe(0);
});

test('a record that no batch can hold is refused at once', async () => {
  const { producer, broker } = setUp();
  await expect(
    producer.send({ topic: 't', key: null, value: Buffer.alloc(maxRecordBytes + 1) }),
  ).rejects.toThrow(RecordRefused);
  expect(broker.attempts).toHaveLength(0);
});

test('a batch takes no more than the broker allows; the rest follows', async () => {
  const { producer, broker } = setUp();
  const large = { topic: 't', key: null, partition: 0, value: Buffer.alloc(400_000) };
  await producer.sendBatch([large, large, large, large, large]);
  expect(broker.attempts.map(({ batches }) => batches[0]?.records.length)).toEqual([2, 2, 1]);
});

test('the queue is bounded by bytes, for one and for many', async () => {
  const { producer, broker } = setUp({ maxQueueBytes: 1_000 });
  broker.answersAlone = false;
  const sent = producer.send({ ...record('x'), value: Buffer.alloc(700) });
  expect(producer.hasRoomFor([record('y')])).toBe(false);
  await expect(producer.send({ ...record('y'), value: Buffer.alloc(200) })).rejects.toThrow(QueueFull);
  await expect(producer.sendBatch([record('y'), record('z')])).rejects.toThrow(QueueFull);
  await until(() => broker.attempts.length === 1);
  broker.attempts[0]?.finish();
  await sent;
  expect(producer.hasRoomFor([record('y')])).toBe(true);
});

test('keys decide the partition, records without one take turns', async () => {
  const { broker, producer } = setUp();
  await producer.sendBatch(
    Array.from({ length: 50 }, () => ({ topic: 't', key: 'user-1', value: Buffer.from('k') })),
  );
  await producer.sendBatch(
    Array.from({ length: 50 }, () => ({ topic: 'u', key: null, value: Buffer.from('n') })),
  );
  expect(new Set(broker.log.filter((line) => line.startsWith('t')))).toHaveProperty('size', 1);
  expect(broker.log.filter((line) => line.startsWith('u-0'))).toHaveLength(25);
});

test('closing stores what waits and refuses the rest', async () => {
  const { broker, producer } = setUp();
  const sent = producer.send(record('last'));
  await producer.close();
  await sent;
  expect(broker.log).toEqual(['t-0:last']);
  await expect(producer.send(record('too late'))).rejects.toThrow(BrokerUnavailable);
});

test('a check tells whether the broker answers, and learns partitions', async () => {
  const { broker, producer } = setUp({ deadlineMs: 40 });
  expect(producer.available).toBe(false);
  expect(await producer.check(['t', 'missing'])).toBe(true);
  expect(producer.partitionsOf('t')).toBe(2);
  expect(producer.partitionsOf('missing')).toBeUndefined();
  broker.up = false;
  expect(await producer.check()).toBe(false);
  broker.up = true;
  expect(await producer.check()).toBe(true);
});
