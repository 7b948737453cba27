import { setImmediate as yieldToOthers } from 'node:timers/promises';
import {
  openTransactions,
  readLog,
  type KafkaAdmin,
  type KafkaConnection,
  type ReadOffset,
  type Transactions,
} from '@weir/kafka';
import type { ServedStream } from '../stream-catalog.ts';
import { EventTimeMerge } from './event-time-merge.ts';
import type { IntakeMetrics } from './intake-metrics.ts';
import { createMessageReader, type IntakeItem } from './message-reader.ts';

export interface IntakeSessionOptions {
  readonly connection: KafkaConnection;
  readonly admin: Pick<KafkaAdmin, 'groupOffsets' | 'topicOffsets'>;
  readonly groupId: string;
  readonly served: ServedStream;
  readonly inTopic: string;
  readonly dlqTopic: string;
  readonly schemaId: number;
  readonly metrics: IntakeMetrics;
  /** Told of each committed transaction: how many messages, and how many of them were refused. */
  readonly onCommitted: (messages: number, rejected: number) => void;
  /** Ends the session after the transaction that is under way. */
  readonly signal: AbortSignal;
}

/** One transaction takes no more than this: what is in it is invisible until all of it is stored. */
const maxMessages = 4_000;
const maxBytes = 8 * 1024 * 1024;
/** Least time between the beginnings of two transactions: a few messages a second need no transaction each. */
const lingerMs = 20;
/** All partitions together hold about so many bytes of read messages (raw and encoded) before reading waits. */
const bufferBytes = 12 * 1024 * 1024;
const fetchBytes = 2 * 1024 * 1024;
/** Messages that are read before requests and answers get their turn: some 5 ms of work. */
const sliceMessages = 300;
/** How long a partition that does not answer holds up the others. */
const patienceMs = 5_000;

/** Wakes one waiter. */
class Bell {
  #wake: (() => void) | undefined;
  ring(): void {
    this.#wake?.();
  }
  /** Until it rings, or for so long. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.ring(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}

interface Batch {
  readonly items: IntakeItem[];
  readonly offsets: ReadOffset[];
}

/**
 * One ownership of a JSON topic: fences whoever had it before, goes on where the group's committed offsets say, and writes
 * events and dead letters with the offsets of their input in transactions, until it is told to stop. Throws when Kafka
 * is away or somebody else has opened the same transactional id: a new session begins again at what was committed.
 */
export async function runIntakeSession(options: IntakeSessionOptions): Promise<void> {
  const { connection, groupId, inTopic, signal } = options;
  // First the fence, then the offsets: nobody can move them any more, and no open transaction of theirs is left.
  const transactions = await openTransactions({
    ...connection,
    groupId,
    transactionalId: `${groupId}-${inTopic}`,
  });
  const stopReading = new AbortController();
  const stop = () => stopReading.abort();
  signal.addEventListener('abort', stop);
  try {
    if (signal.aborted) return;
    await new IntakeSession(options, transactions, stopReading.signal).run();
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
    transactions.close();
  }
}

class IntakeSession {
  readonly #options: IntakeSessionOptions;
  readonly #transactions: Transactions;
  readonly #signal: AbortSignal;
  readonly #arrived = new Bell();
  readonly #drained = new Map<number, Bell>();
  readonly #lags = new Map<number, number>();
  #failure: unknown;

  constructor(options: IntakeSessionOptions, transactions: Transactions, signal: AbortSignal) {
    this.#options = options;
    this.#transactions = transactions;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    const starts = await this.#startOffsets();
    const merge = new EventTimeMerge<IntakeItem>(starts.keys(), patienceMs, performance.now());
    const laneBytes = Math.max(fetchBytes / 2, bufferBytes / starts.size);
    const wake = () => {
      this.#arrived.ring();
      for (const bell of this.#drained.values()) bell.ring();
    };
    this.#signal.addEventListener('abort', wake);
    const feeds = [...starts].map(([partition, offset]) =>
      this.#feed(merge, partition, offset, laneBytes).catch((error: unknown) => {
        this.#failure ??= error;
        this.#arrived.ring();
      }),
    );
    let startedAt = -Infinity;
    while (!this.#signal.aborted) {
      const batch = await this.#nextBatch(merge, startedAt + lingerMs);
      if (this.#failure !== undefined) throw this.#failure;
      if (batch.items.length === 0) break;
      startedAt = performance.now();
      await this.#commit(batch);
    }
    await Promise.all(feeds);
  }

  /** Where each partition goes on: what the group has committed, else the beginning of the log. */
  async #startOffsets(): Promise<Map<number, number>> {
    const { admin, groupId, inTopic, connection } = this.#options;
    const logs = await admin.topicOffsets(inTopic);
    const committed = await admin.groupOffsets(groupId, [inTopic]);
    return new Map(
      logs.map(({ partition, low, high }) => {
        const at = committed.find((one) => one.partition === partition)?.offset;
        if (at === undefined) return [partition, low];
        if (at < low || at > high) {
          const what = `${inTopic}/${partition}: offset ${at} is next, and the log holds ${low} to ${high - 1}`;
          connection.log.error(`${what}: messages are gone before they were taken; going on at ${low}`);
        }
        return [partition, at < low || at > high ? low : at];
      }),
    );
  }

  /** Reads one partition into its lane of the merge. */
  async #feed(
    merge: EventTimeMerge<IntakeItem>,
    partition: number,
    from: number,
    laneBytes: number,
  ): Promise<void> {
    const { connection, inTopic, served, schemaId } = this.#options;
    const read = createMessageReader(served, this.#options, schemaId);
    const drained = new Bell();
    this.#drained.set(partition, drained);
    const reader = readLog({
      ...connection,
      topic: inTopic,
      partitions: [partition],
      from: new Map([[partition, from]]),
      until: 'follow',
      emptyBatches: true,
      maxBytes: fetchBytes,
      maxWaitMs: 250,
    });
    this.#signal.addEventListener('abort', () => void reader.stop());
    for await (const { records, nextOffset, highWatermark } of reader) {
      const nowMs = Date.now();
      for (const [index, message] of records.entries()) {
        if (index > 0 && index % sliceMessages === 0) {
          this.#arrived.ring();
          await yieldToOthers();
          if (this.#signal.aborted) return;
        }
        merge.add(partition, read(message, partition, nowMs));
      }
      merge.answered(partition, nextOffset >= highWatermark, performance.now());
      this.#lags.set(partition, Math.max(0, highWatermark - nextOffset));
      this.#arrived.ring();
      while (merge.bytesOf(partition) > laneBytes && !this.#signal.aborted) await drained.wait(1_000);
    }
  }

  /** As much as a transaction may hold, or what there is when its time has come; empty only when the session ends. */
  async #nextBatch(merge: EventTimeMerge<IntakeItem>, notBefore: number): Promise<Batch> {
    const { inTopic } = this.#options;
    const items: IntakeItem[] = [];
    const next = new Map<number, number>();
    let bytes = 0;
    for (;;) {
      while (items.length < maxMessages && bytes < maxBytes) {
        const item = merge.take(performance.now());
        if (item === undefined) break;
        items.push(item);
        next.set(item.partition, item.offset + 1);
        bytes += item.bytes;
      }
      for (const bell of this.#drained.values()) bell.ring();
      const full = items.length >= maxMessages || bytes >= maxBytes;
      const waitMs = notBefore - performance.now();
      if (full || this.#signal.aborted || this.#failure !== undefined || (items.length > 0 && waitMs <= 0)) {
        const offsets = [...next].map(([partition, offset]) => ({ topic: inTopic, partition, offset }));
        return { items, offsets };
      }
      await this.#arrived.wait(items.length > 0 ? waitMs : 100);
    }
  }

  async #commit({ items, offsets }: Batch): Promise<void> {
    const { served, metrics, onCommitted } = this.#options;
    const startedAt = performance.now();
    await this.#transactions.commit(
      items.map(({ record }) => record),
      offsets,
    );
    const rejects = new Map<string, number>();
    for (const { reject } of items)
      if (reject !== undefined) rejects.set(reject, (rejects.get(reject) ?? 0) + 1);
    const rejected = [...rejects.values()].reduce((sum, count) => sum + count, 0);
    const { name } = served.definition;
    metrics.committed(name, items.length - rejected, rejects, (performance.now() - startedAt) / 1000);
    metrics.lag(
      name,
      [...this.#lags.values()].reduce((sum, count) => sum + count, 0),
    );
    onCommitted(items.length, rejected);
  }
}
