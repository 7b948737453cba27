import { setTimeout as sleep } from 'node:timers/promises';
import protocolErrors from 'kafkajs/src/protocol/error.js';
import { createCluster, type Broker, type Cluster } from './cluster.ts';
import type { KafkaConnection } from './connect.ts';
import { connectionProblem } from './connection-problem.ts';
import { BrokerAccessRefused, BrokerUnavailable, messageOf, RecordRefused } from './errors.ts';
import { groupBy } from './group-by.ts';
import { sendProduceRequest, type EncodedBatch, type PartitionAnswer } from './produce-request.ts';
import { encodeRecordBatch, type BatchRecord } from './record-batch.ts';

/** Records of one partition, in the order in which they must be stored. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly BatchRecord[];
}

/** Told once for each batch: stored (no error), or why not. */
export type Settle<B extends PartitionBatch = PartitionBatch> = (batch: B, error?: Error) => void;

/** What a producer needs of a connection: the narrow port between queueing and sending. */
export interface ProduceSession {
  /** False once the session must not be used any more. */
  readonly usable: boolean;
  /** What went wrong last, for the message of an error that was decided elsewhere (a deadline). */
  readonly lastProblem: string;
  /** Connects, trying until it succeeds or the session is closed. */
  open(): Promise<void>;
  /** One exchange with the broker, which also brings the metadata up to date. */
  ping(): Promise<void>;
  /** How many partitions the topic has now. Throws `RecordRefused` when there is no such topic. */
  partitionsOf(topic: string): Promise<number>;
  /** As known from the last metadata (0: not known): topics grow while a producer runs. */
  knownPartitionsOf(topic: string): number;
  /** Stores batches, at most one a partition; resolves when each was settled. Must not be called again before that. */
  produce<B extends PartitionBatch>(batches: readonly B[], settle: Settle<B>): Promise<void>;
  close(): void;
}

/** For a producer whose records count only together. */
export interface TransactionSettings {
  /** Whoever opens a session with the same id ends those before: their open transactions are aborted. */
  readonly transactionalId: string;
  /** The broker aborts a transaction that was open for so long. */
  readonly timeoutMs: number;
}

interface OpenBatch<B extends PartitionBatch> extends EncodedBatch {
  readonly batch: B;
}

const requestTimeoutMs = 4_000;
const metadataMaxAgeMs = 30_000;
/** Which of a coordinator's two jobs is asked for. */
export const transactionCoordinator = 1;
const sequenceLimit = 0x7fff_ffff;

/** Errors that the next attempt would meet again, because of what the records are. */
const refusals = new Set([
  'CORRUPT_MESSAGE',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'POLICY_VIOLATION',
]);

/** The broker already has this batch: the first answer was lost, the records were not. */
const alreadyStored = 'DUPLICATE_SEQUENCE_NUMBER';

const isMissingTopic = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'type' in error &&
  (error.type === 'UNKNOWN_TOPIC_OR_PARTITION' || error.type === 'INVALID_TOPIC_EXCEPTION');

/**
 * An idempotent producer's session (KIP-98): one producer id, one sequence a partition, one call of `produce` at a
 * time. A batch keeps its bytes, and so its sequence numbers, through all attempts: the broker stores it once,
 * whichever answers are lost. After an error whose outcome is unknown the session is over; its user opens another.
 */
export class ProduceConnection implements ProduceSession {
  readonly #cluster: Cluster;
  readonly #connection: KafkaConnection;
  readonly #transaction: TransactionSettings | undefined;
  readonly #sequences = new Map<string, number>();
  #producerId = -1n;
  #producerEpoch = 0;
  #closed = false;
  #lastProblem = 'it does not answer';

  constructor(connection: KafkaConnection, transaction?: TransactionSettings) {
    this.#connection = connection;
    this.#cluster = createCluster(connection, { requestTimeoutMs, metadataMaxAgeMs });
    this.#transaction = transaction;
  }

  /** What requests of a transaction need beside its records. */
  get cluster(): Cluster {
    return this.#cluster;
  }

  get identity(): { readonly producerId: string; readonly producerEpoch: number } {
    return { producerId: String(this.#producerId), producerEpoch: this.#producerEpoch };
  }

  get usable(): boolean {
    return !this.#closed;
  }

  get lastProblem(): string {
    return this.#lastProblem;
  }

  async open(): Promise<void> {
    await this.#untilClosed(async () => {
      await this.#cluster.connect();
      await this.#cluster.refreshMetadata();
      const { producerId, producerEpoch } = await this.#initProducerId();
      this.#producerId = BigInt(producerId);
      this.#producerEpoch = producerEpoch;
    });
  }

  /** For a transactional id it waits (by failing and trying again) until an earlier session's transaction has ended. */
  async #initProducerId() {
    if (this.#transaction === undefined) {
      const broker = await this.#cluster.findControllerBroker();
      return broker.initProducerId({ transactionTimeout: 60_000 });
    }
    const { transactionalId, timeoutMs } = this.#transaction;
    const broker = await this.#cluster.findGroupCoordinator({
      groupId: transactionalId,
      coordinatorType: transactionCoordinator,
    });
    return broker.initProducerId({ transactionalId, transactionTimeout: timeoutMs });
  }

  ping(): Promise<void> {
    return this.#untilClosed(() => this.#cluster.refreshMetadata());
  }

  async partitionsOf(topic: string): Promise<number> {
    return this.#untilClosed(async () => {
      try {
        await this.#cluster.addTargetTopic(topic);
      } catch (error) {
        if (isMissingTopic(error))
          throw new RecordRefused(`topic ${topic} does not exist; provision creates it`);
        throw error;
      }
      return this.#cluster.findTopicPartitionMetadata(topic).length;
    });
  }

  knownPartitionsOf(topic: string): number {
    return this.#cluster.findTopicPartitionMetadata(topic).length;
  }

  async produce<B extends PartitionBatch>(batches: readonly B[], settle: Settle<B>): Promise<void> {
    const nowMs = Date.now();
    let open: OpenBatch<B>[] = batches.map((batch) => ({ ...this.#encode(batch, nowMs), batch }));
    await this.#untilClosed(async () => {
      await this.#cluster.refreshMetadataIfNecessary();
      open = await this.#attempt(open, settle);
      if (open.length === 0) return;
      await this.#cluster.refreshMetadata();
      throw new Error(this.#lastProblem);
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cluster.disconnect().catch(() => undefined);
  }

  #encode({ topic, partition, records }: PartitionBatch, nowMs: number): EncodedBatch {
    const state = {
      producerId: this.#producerId,
      producerEpoch: this.#producerEpoch,
      firstSequence: this.#sequences.get(`${topic}/${partition}`) ?? 0,
      transactional: this.#transaction !== undefined,
    };
    return { topic, partition, bytes: encodeRecordBatch(records, state, nowMs) };
  }

  /** One request to each leader. Returns the batches that must be sent again. */
  async #attempt<B extends PartitionBatch>(
    open: readonly OpenBatch<B>[],
    settle: Settle<B>,
  ): Promise<OpenBatch<B>[]> {
    const byLeader = groupBy(open, ({ topic, partition }) => this.#leaderOf(topic, partition));
    const again = await Promise.all(
      [...byLeader].map(async ([leader, batches]) => {
        if (leader === undefined) {
          this.#lastProblem = `no leader for ${batches[0]?.topic}`;
          return batches;
        }
        try {
          const broker = await this.#cluster.findBroker({ nodeId: leader });
          const answers = await this.#send(broker, batches);
          return batches.filter((batch) => !this.#isSettled(batch, answers, settle));
        } catch (error) {
          this.#lastProblem = messageOf(error);
          return batches;
        }
      }),
    );
    return again.flat();
  }

  #leaderOf(topic: string, partition: number): number | undefined {
    const leader = this.#cluster
      .findTopicPartitionMetadata(topic)
      .find(({ partitionId }) => partitionId === partition)?.leader;
    return leader === undefined || leader < 0 ? undefined : leader;
  }

  async #send(broker: Broker, batches: readonly EncodedBatch[]): Promise<PartitionAnswer[]> {
    if (this.#closed) throw new Error('closed');
    return sendProduceRequest(broker, batches, requestTimeoutMs, this.#transaction?.transactionalId);
  }

  #isSettled<B extends PartitionBatch>(
    { batch }: OpenBatch<B>,
    answers: readonly PartitionAnswer[],
    settle: Settle<B>,
  ): boolean {
    const { topic, partition, records } = batch;
    const answer = answers.find((one) => one.topic === topic && one.partition === partition);
    if (answer === undefined) return false;
    const error = answer.errorCode === 0 ? undefined : protocolErrors.createErrorFromCode(answer.errorCode);
    if (error === undefined || error.type === alreadyStored) {
      const name = `${topic}/${partition}`;
      const next = (this.#sequences.get(name) ?? 0) + records.length;
      this.#sequences.set(name, next > sequenceLimit ? next - sequenceLimit - 1 : next);
      settle(batch);
      return true;
    }
    const problem = `${topic}-${partition}: ${error.message} (${error.type})`;
    this.#lastProblem = problem;
    if (refusals.has(error.type)) {
      settle(batch, new RecordRefused(problem));
      return true;
    }
    if (error.retriable) return false;
    // Sequence numbers are out of step, or the producer id is gone: only a new session can go on.
    settle(batch, new BrokerUnavailable(problem));
    this.close();
    return true;
  }

  /** Tries until it succeeds, the records are at fault, or the session is closed (by whoever keeps the deadline). */
  async #untilClosed<T>(work: () => Promise<T>): Promise<T> {
    for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 400)) {
      if (this.#closed) throw new BrokerUnavailable(this.#lastProblem);
      try {
        return await work();
      } catch (error) {
        if (error instanceof RecordRefused) throw error;
        const problem = connectionProblem(error, this.#connection);
        this.#lastProblem = messageOf(problem);
        if (problem instanceof BrokerAccessRefused) throw problem;
      }
      await sleep(waitMs);
    }
  }
}
