import { RecordRefused } from './errors.ts';
import { partitionOf } from './murmur2.ts';
import { batchOverhead, recordOverhead, type BatchRecord, type Headers } from './record-batch.ts';

export interface ProducerRecord {
  readonly topic: string;
  /** Decides the partition, as the Java client would. Records without a key take turns. */
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers?: Headers | undefined;
  /** Overrules the key. */
  readonly partition?: number;
}

/** Largest key + value + headers: a batch of one must fit the broker's default `message.max.bytes` (1 MiB). */
export const maxRecordBytes = 1_048_588 - batchOverhead - recordOverhead;
const maxBatchBytes = 1_048_588 - batchOverhead;

/** What a queued record costs besides its bytes. */
const bookkeepingBytes = 160;

/** One call of `send` or `sendBatch`: resolved by its last record, rejected by its first failure. */
class Pending {
  #left: number;
  readonly #resolve: () => void;
  readonly #reject: (error: Error) => void;
  constructor(count: number, resolve: () => void, reject: (error: Error) => void) {
    this.#left = count;
    this.#resolve = resolve;
    this.#reject = reject;
  }
  settle(error: Error | undefined): void {
    if (error !== undefined) this.#reject(error);
    else if ((this.#left -= 1) === 0) this.#resolve();
  }
}

export interface QueuedRecord extends BatchRecord {
  readonly partition: number | undefined;
  readonly bytes: number;
  readonly pending: Pending;
}

/** Queued records of one partition that are sent together, in order. */
export interface QueuedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly QueuedRecord[];
}

/** The records of one topic: by partition once the number of partitions is known. */
interface TopicQueue {
  partitions: number;
  unassigned: QueuedRecord[];
  partitionQueues: QueuedRecord[][];
  turn: number;
}

const headerBytes = (headers: Headers) =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 10, 0);

function assign(queue: TopicQueue, record: QueuedRecord): void {
  let { partition } = record;
  if (partition === undefined) {
    if (record.key === null) partition = queue.turn = (queue.turn + 1) % queue.partitions;
    else partition = partitionOf(record.key, queue.partitions);
  }
  (queue.partitionQueues[partition] ??= []).push(record);
}

/** How many records from the head fit one batch. */
function headOf(records: readonly QueuedRecord[]): number {
  let bytes = 0;
  let count = 0;
  for (const record of records) {
    bytes += record.bytes + recordOverhead;
    if (count > 0 && bytes > maxBatchBytes) break;
    count += 1;
  }
  return count;
}

/**
 * What waits to be sent, by partition and in order, and what that weighs. Knows nothing of connections and time.
 * Records count as queued until `settle` was called for them.
 */
export class RecordQueue {
  readonly #topics = new Map<string, TopicQueue>();
  #queuedBytes = 0;
  #waitingBytes = 0;

  /** Bytes of all records that are not settled, bookkeeping included. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Bytes of the records that were not taken yet. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  get topics(): Iterable<string> {
    return this.#topics.keys();
  }

  /** Undefined until `learn` was told. */
  partitionsOf(topic: string): number | undefined {
    return this.#topics.get(topic)?.partitions || undefined;
  }

  /** Queues records; the promise is settled with the last of them, or with the first that fails. */
  add(records: readonly ProducerRecord[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const pending = new Pending(records.length, resolve, reject);
      for (const record of records) this.#enqueue(record, pending);
    });
  }

  static weightOf(records: readonly ProducerRecord[]): number {
    let bytes = 0;
    for (const { key, value } of records)
      bytes += (key?.length ?? 0) + (value?.length ?? 0) + bookkeepingBytes;
    return bytes;
  }

  #enqueue({ topic, key, value, headers, partition }: ProducerRecord, pending: Pending): void {
    const keyBytes = typeof key === 'string' ? Buffer.from(key) : key;
    const bytes =
      (keyBytes?.length ?? 0) + (value?.length ?? 0) + (headers === undefined ? 0 : headerBytes(headers));
    if (bytes > maxRecordBytes) {
      pending.settle(
        new RecordRefused(`a record of ${bytes} bytes: at most ${maxRecordBytes} fit into a Kafka batch`),
      );
      return;
    }
    this.#queuedBytes += bytes + bookkeepingBytes;
    this.#waitingBytes += bytes;
    const queue = this.#queueOf(topic);
    const record = { key: keyBytes, value, headers, partition, bytes, pending };
    if (queue.partitions === 0) queue.unassigned.push(record);
    else assign(queue, record);
  }

  /** Makes a topic known, so that its partitions are asked for before its first record comes. */
  announce(topic: string): void {
    this.#queueOf(topic);
  }

  #queueOf(topic: string): TopicQueue {
    let queue = this.#topics.get(topic);
    if (queue === undefined) {
      queue = { partitions: 0, unassigned: [], partitionQueues: [], turn: 0 };
      this.#topics.set(topic, queue);
    }
    return queue;
  }

  /** How many partitions a topic has (now): records that waited for that are given theirs. */
  learn(topic: string, partitions: number): void {
    const queue = this.#queueOf(topic);
    queue.partitions = partitions;
    for (const record of queue.unassigned.splice(0)) assign(queue, record);
  }

  /** Forgets a topic that does not exist; its records fail. */
  refuse(topic: string, error: Error): void {
    const records = this.#topics.get(topic)?.unassigned ?? [];
    this.#topics.delete(topic);
    for (const record of records) this.#waitingBytes -= record.bytes;
    for (const record of records) this.settle(record, error);
  }

  get isEmpty(): boolean {
    for (const { unassigned, partitionQueues } of this.#topics.values()) {
      if (unassigned.length > 0 || partitionQueues.some((queue) => queue.length > 0)) return false;
    }
    return true;
  }

  /** Takes the head of every partition's queue, as much as one batch may hold. */
  take(): QueuedBatch[] {
    const batches: QueuedBatch[] = [];
    for (const [topic, { partitionQueues }] of this.#topics) {
      partitionQueues.forEach((queue, partition) => {
        const count = headOf(queue);
        if (count === 0) return;
        partitionQueues[partition] = count === queue.length ? [] : queue.slice(count);
        const records = count === queue.length ? queue : queue.slice(0, count);
        for (const { bytes } of records) this.#waitingBytes -= bytes;
        batches.push({ topic, partition, records });
      });
    }
    return batches;
  }

  settle(record: QueuedRecord, error?: Error): void {
    this.#queuedBytes -= record.bytes + bookkeepingBytes;
    record.pending.settle(error);
  }

  /** Fails everything that waits. */
  rejectWaiting(error: Error): void {
    for (const queue of this.#topics.values()) {
      const records = [...queue.unassigned, ...queue.partitionQueues.flat()];
      queue.unassigned = [];
      queue.partitionQueues = [];
      for (const record of records) this.settle(record, error);
    }
    this.#waitingBytes = 0;
  }
}
