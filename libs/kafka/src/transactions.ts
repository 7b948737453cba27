import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker } from './cluster.ts';
import type { KafkaConnection } from './connect.ts';
import { BrokerUnavailable, messageOf, RecordRefused } from './errors.ts';
import { groupBy } from './group-by.ts';
import { ProduceConnection, transactionCoordinator } from './produce-connection.ts';
import { RecordQueue, type ProducerRecord, type QueuedBatch } from './record-queue.ts';

export interface TransactionsOptions extends KafkaConnection {
  /** Names the work, not the process: whoever opens the same id fences (ends) whoever had it before. */
  readonly transactionalId: string;
  /** Consumer group whose offsets are committed with the records; none when only records are written. */
  readonly groupId?: string;
  /** How long opening, and each transaction, may take. Default 15,000. */
  readonly deadlineMs?: number;
}

/** The offsets up to which input was read, for the same transaction as what came of it. */
export interface ReadOffset {
  readonly topic: string;
  readonly partition: number;
  /** The next offset to be read. */
  readonly offset: number;
}

export interface Transactions {
  /**
   * Stores the records, in their order for each partition, and the offsets: all of it or nothing, seen by nobody before
   * it is complete. One call at a time. After a failure (`BrokerUnavailable`, `RecordRefused`) nothing is known and the
   * object is spent: open another one and ask the group where to go on.
   */
  commit(records: readonly ProducerRecord[], offsets: readonly ReadOffset[]): Promise<void>;
  close(): void;
}

/** The broker aborts by itself what a dead process has left open; its next life does so at once, by opening. */
const transactionTimeoutMs = 10_000;
const retryMs = 3;

/** The transaction before is not quite over at the broker yet, or a coordinator has just moved. */
const passing = new Set([
  'CONCURRENT_TRANSACTIONS',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'GROUP_LOAD_IN_PROGRESS',
  'UNKNOWN_TOPIC_OR_PARTITION',
]);

const isPassing = (error: unknown) =>
  typeof error === 'object' && error !== null && 'type' in error && passing.has(String(error.type));

async function untilDone<T>(work: () => Promise<T>, isOver: () => boolean): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || isOver()) throw error;
      await sleep(retryMs);
    }
  }
}

/** Runs work that a deadline ends by closing the session under it. */
async function bounded<T>(
  session: ProduceConnection,
  deadlineMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setTimeout(() => session.close(), deadlineMs);
  try {
    return await work();
  } catch (error) {
    session.close();
    if (error instanceof BrokerUnavailable || error instanceof RecordRefused) throw error;
    throw new BrokerUnavailable(messageOf(error));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Kafka transactions (KIP-98) with Weir's own record encoding. Opening ends every earlier holder of the id and waits for
 * its open transaction to be completed or aborted; so the group's offsets that are read after it are the last word.
 * kafkajs's own transactions wait 300 ms between two of them and encode a tenth as fast (docs/adr/0012-topic-intake.md).
 */
export async function openTransactions(options: TransactionsOptions): Promise<Transactions> {
  const { transactionalId, groupId, deadlineMs = 15_000 } = options;
  const session = new ProduceConnection(options, { transactionalId, timeoutMs: transactionTimeoutMs });
  const queue = new RecordQueue();
  const over = () => !session.usable;
  const { coordinator, group } = await bounded(session, deadlineMs, async () => {
    await session.open();
    const find = (id: string, coordinatorType: number): Promise<Broker> =>
      untilDone(() => session.cluster.findGroupCoordinator({ groupId: id, coordinatorType }), over);
    return {
      coordinator: await find(transactionalId, transactionCoordinator),
      group: groupId === undefined ? undefined : await find(groupId, 0),
    };
  });
  const identity = { transactionalId, ...session.identity };

  /** Batches in the order of sending: each round has at most one a partition. */
  async function roundsOf(
    records: readonly ProducerRecord[],
  ): Promise<{ rounds: QueuedBatch[][]; stored: Promise<void> }> {
    for (const topic of new Set(records.map((record) => record.topic))) {
      if (queue.partitionsOf(topic) === undefined) queue.learn(topic, await session.partitionsOf(topic));
    }
    const stored = records.length === 0 ? Promise.resolve() : queue.add(records);
    // Awaited after the requests were made; until then a failure must not end the process.
    stored.catch(() => undefined);
    const rounds: QueuedBatch[][] = [];
    for (let round = queue.take(); round.length > 0; round = queue.take()) rounds.push(round);
    return { rounds, stored };
  }

  async function produce(rounds: readonly QueuedBatch[][]): Promise<void> {
    for (const round of rounds) {
      await session.produce(round, ({ records }, error) => {
        for (const record of records) queue.settle(record, error);
      });
    }
  }

  async function commitOffsets(offsets: readonly ReadOffset[]): Promise<void> {
    if (group === undefined || groupId === undefined) return;
    const topics = [...groupBy(offsets, ({ topic }) => topic)].map(([topic, partitions]) => ({
      topic,
      partitions: partitions.map(({ partition, offset }) => ({
        partition,
        offset: String(offset),
        metadata: null,
      })),
    }));
    await untilDone(() => group.txnOffsetCommit({ ...identity, groupId, topics }), over);
  }

  async function run(records: readonly ProducerRecord[], offsets: readonly ReadOffset[]): Promise<void> {
    const { rounds, stored } = await roundsOf(records);
    const topics = [...groupBy(rounds.flat(), ({ topic }) => topic)].map(([topic, batches]) => ({
      topic,
      partitions: [...new Set(batches.map(({ partition }) => partition))],
    }));
    if (topics.length > 0)
      await untilDone(() => coordinator.addPartitionsToTxn({ ...identity, topics }), over);
    if (groupId !== undefined)
      await untilDone(() => coordinator.addOffsetsToTxn({ ...identity, groupId }), over);
    await Promise.all([produce(rounds), commitOffsets(offsets)]);
    await stored;
    await untilDone(() => coordinator.endTxn({ ...identity, transactionResult: true }), over);
  }

  return {
    commit: (records, offsets) => {
      if (!session.usable) return Promise.reject(new BrokerUnavailable(session.lastProblem));
      return bounded(session, deadlineMs, () => run(records, offsets));
    },
    close: () => session.close(),
  };
}
