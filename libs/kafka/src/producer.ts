import type { KafkaConnection } from './connect.ts';
import { BrokerUnavailable, messageOf, QueueFull, RecordRefused } from './errors.ts';
import { ProduceConnection, type ProduceSession } from './produce-connection.ts';
import { RecordQueue, type ProducerRecord, type QueuedBatch } from './record-queue.ts';

export { maxRecordBytes, type ProducerRecord } from './record-queue.ts';

/** What happened in one send: how much, how long (seconds, with all attempts), and whether all of it was stored. */
export interface SendReport {
  readonly records: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly stored: boolean;
}

export interface ProducerOptions extends KafkaConnection {
  /** How long the first record of a send waits for company. Default 3. */
  readonly lingerMs?: number;
  /** A send starts at once when this much waits for it. Default 512 KiB. */
  readonly sendBytes?: number;
  /** More than this is never queued: `QueueFull`. Default 64 MiB. */
  readonly maxQueueBytes?: number;
  /** From the start of a send to its failure, all attempts and connecting included. Default 4,500. */
  readonly deadlineMs?: number;
  readonly onSend?: (report: SendReport) => void;
}

export interface Producer {
  /** Resolves when all in-sync replicas have the record. Throws `QueueFull`, `BrokerUnavailable`, `RecordRefused`. */
  send(record: ProducerRecord): Promise<void>;
  /** The same for many, which are queued all or (`QueueFull`) not at all; resolves with the last acknowledgement. */
  sendBatch(records: readonly ProducerRecord[]): Promise<void>;
  /** Whether the queue would take these now: for callers that rather wait than fail. */
  hasRoomFor(records: readonly ProducerRecord[]): boolean;
  /** Resolves when all that was queued before is stored or has failed. */
  flush(): Promise<void>;
  /**
   * Asks the broker, so that `available` is true to the facts also when nothing is sent; connects if need be and learns
   * the partitions of these topics, so that their first record does not wait. Never throws.
   */
  check(topics?: readonly string[]): Promise<boolean>;
  /** How many partitions the topic has, once that was learned. */
  partitionsOf(topic: string): number | undefined;
  /** Whether the last exchange with the broker went well. */
  readonly available: boolean;
  /** Bytes that wait or are under way. */
  readonly queuedBytes: number;
  /** Flushes and disconnects. Further records are refused. */
  close(): Promise<void>;
}

/** After a failure the broker is known to be away: callers are told sooner, until it is back. */
const deadlineWhileAwayMs = 1_500;

/**
 * The loss-free producer: one accumulator, exactly one send in flight with all its attempts, order kept per partition,
 * partition chosen before anything is sent, idempotent (docs/adr/0002-loss-free-producer.md). Several processes may
 * each have one; one process needs no second.
 */
export const createProducer = (options: ProducerOptions): Producer =>
  createProducerOver(() => new ProduceConnection(options), options);

/** The producer over any sessions: what is tested without a broker. */
export function createProducerOver(
  newSession: () => ProduceSession,
  options: Omit<ProducerOptions, 'brokers' | 'clientId'>,
): Producer {
  const {
    lingerMs = 3,
    sendBytes = 512 * 1024,
    maxQueueBytes = 64 * 1024 * 1024,
    deadlineMs = 4_500,
  } = options;
  const { onSend, log } = options;
  const queue = new RecordQueue();
  const idleWaiters: (() => void)[] = [];
  let session: ProduceSession | undefined;
  let sending = false;
  let away = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  async function openSession(): Promise<ProduceSession> {
    if (session?.usable) return session;
    session = newSession();
    await session.open();
    return session;
  }

  /** A topic that does not exist fails its own records only. */
  async function learnPartitions(current: ProduceSession): Promise<void> {
    for (const topic of queue.topics) {
      if (queue.partitionsOf(topic) !== undefined) {
        const grown = current.knownPartitionsOf(topic);
        if (grown > 0) queue.learn(topic, grown);
        continue;
      }
      try {
        const partitions = await current.partitionsOf(topic);
        if (!current.usable) throw new BrokerUnavailable(current.lastProblem);
        queue.learn(topic, partitions);
      } catch (error) {
        if (!(error instanceof RecordRefused)) throw error;
        queue.refuse(topic, error);
      }
    }
  }

  /** Runs one piece of work to its end or to the deadline, which also ends the session: its outcome is unknown. */
  async function withinDeadline(work: () => Promise<void>): Promise<void> {
    const limitMs = away ? Math.min(deadlineWhileAwayMs, deadlineMs) : deadlineMs;
    let deadline: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const fail = () =>
        reject(
          new BrokerUnavailable(`no acknowledgement within ${limitMs / 1000} s: ${session?.lastProblem}`),
        );
      deadline = setTimeout(fail, limitMs);
    });
    try {
      await Promise.race([work(), late]);
      if (away) log.info('Kafka is back');
      away = false;
    } catch (error) {
      session?.close();
      session = undefined;
      if (!away && !closed) log.error(`Kafka is away: ${messageOf(error)}`);
      away = true;
      throw error instanceof BrokerUnavailable ? error : new BrokerUnavailable(messageOf(error));
    } finally {
      clearTimeout(deadline);
    }
  }

  /** Runs one piece of work alone. If it fails, all that waits fails with it: nobody waits longer than the deadline. */
  async function alone(work: () => Promise<void>): Promise<void> {
    sending = true;
    clearTimeout(timer);
    timer = undefined;
    try {
      await withinDeadline(work);
    } catch (error) {
      queue.rejectWaiting(error as BrokerUnavailable);
      throw error;
    } finally {
      sending = false;
      if (!queue.isEmpty) schedule();
    }
  }

  function wakeWhenIdle(): void {
    if (!sending && queue.isEmpty) for (const wake of idleWaiters.splice(0)) wake();
  }

  async function sendOnce(): Promise<void> {
    const startedAt = performance.now();
    const unsettled = new Set<QueuedBatch>();
    let records = 0;
    let bytes = 0;
    let stored = true;
    const settle = (batch: QueuedBatch, error?: Error) => {
      // An answer that comes after the deadline finds its batch settled already.
      if (!unsettled.delete(batch)) return;
      if (error !== undefined) stored = false;
      for (const record of batch.records) queue.settle(record, error);
    };
    try {
      await alone(async () => {
        const current = await openSession();
        await learnPartitions(current);
        const batches = queue.take();
        for (const batch of batches) {
          unsettled.add(batch);
          records += batch.records.length;
          for (const record of batch.records) bytes += record.bytes;
        }
        await current.produce(batches, settle);
      });
    } catch (error) {
      for (const batch of [...unsettled]) settle(batch, error as BrokerUnavailable);
    }
    if (records > 0) onSend?.({ records, bytes, seconds: (performance.now() - startedAt) / 1000, stored });
    wakeWhenIdle();
  }

  function schedule(): void {
    if (sending) return;
    if (queue.waitingBytes >= sendBytes || closed) void sendOnce();
    else timer ??= setTimeout(() => void sendOnce(), lingerMs);
  }

  const hasRoomFor = (records: readonly ProducerRecord[]) =>
    queue.queuedBytes + RecordQueue.weightOf(records) <= maxQueueBytes;

  function enqueue(records: readonly ProducerRecord[]): Promise<void> {
    if (closed) return Promise.reject(new BrokerUnavailable('the producer is closed'));
    if (records.length === 0) return Promise.resolve();
    if (!hasRoomFor(records)) {
      const waiting = `${queue.queuedBytes} bytes wait for Kafka already, at most ${maxQueueBytes} may`;
      return Promise.reject(new QueueFull(waiting));
    }
    const stored = queue.add(records);
    schedule();
    return stored;
  }

  const flush = () =>
    new Promise<void>((resolve) => {
      if (!sending && queue.isEmpty) return resolve();
      idleWaiters.push(resolve);
      if (!sending) void sendOnce();
    });

  return {
    send: (record) => enqueue([record]),
    sendBatch: enqueue,
    hasRoomFor,
    flush,
    async check(names = []) {
      for (const name of names) queue.announce(name);
      await flush();
      if (sending || closed) return !away;
      try {
        await alone(async () => {
          const current = await openSession();
          await current.ping();
          await learnPartitions(current);
        });
        return true;
      } catch {
        return false;
      } finally {
        wakeWhenIdle();
      }
    },
    partitionsOf: (topic) => queue.partitionsOf(topic),
    get available() {
      return !away && session?.usable === true;
    },
    get queuedBytes() {
      return queue.queuedBytes;
    },
    async close() {
      closed = true;
      await flush();
      session?.close();
    },
  };
}
