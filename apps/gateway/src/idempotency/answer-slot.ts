import { setTimeout as sleep } from 'node:timers/promises';
import {
  BrokerUnavailable,
  openTransactions,
  QueueFull,
  readLog,
  RecordRefused,
  type KafkaConnection,
  type Transactions,
} from '@weir/kafka';
import { AnswerTable } from './answer-table.ts';
import type { Claim } from './answer-ledger.ts';
import { decodeAnswer, encodeAnswer, type KnownAnswer } from './known-answer.ts';

/** The topic of answers. Deleted after a while, not compacted: an answer is needed for a window only. */
export const idempotencyTopic = 'idempotency';

export interface AnswerSlotOptions {
  readonly connection: KafkaConnection;
  /** Partition of the topic, and what the transactional id is named after. */
  readonly partition: number;
  readonly windowMs: number;
  readonly maxTableBytes: number;
  /** Bytes of events that may wait. */
  readonly maxQueueBytes: number;
}

/** One claim, or (without) the question for the present end of the log. */
interface Waiting {
  readonly claim?: Claim;
  readonly bytes: number;
  /** False once it was answered. */
  readonly isOpen: () => boolean;
  readonly resolve: (known?: KnownAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** An answer is given within this time, so that a client hears of an outage within 5 s. */
const patienceMs = 4_500;
const openingMs = 4_000;
/** A transaction takes no more than this, so that all of its claims are answered soon. */
const groupBytes = 2 * 1024 * 1024;
/** Two gateways that want the same slot take turns: whoever was put out waits a little, longer each time. */
const longestPauseMs = 250;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const bytesOf = ({ events, body }: Claim) =>
  events.reduce((sum, { key, value }) => sum + key.length + value.length + 160, body.length + 200);

/**
 * One partition of the topic `idempotency`, and the right to write to it: a Kafka transactional id of the same number
 * (docs/adr/0014-idempotency-key.md). Taking the id ends what its holder before had under way, in whatever gateway;
 * then the partition is read to its end; from then on nobody else can commit there unnoticed, so the table of answers is
 * complete. Events and answers are committed in one transaction, for all requests that wait. Whoever has lost the id
 * cannot commit any more, takes it back, and reads on.
 */
export class AnswerSlot {
  readonly #options: AnswerSlotOptions;
  readonly #table: AnswerTable;
  readonly #waiting: Waiting[] = [];
  #queuedBytes = 0;
  #nextOffset: number | undefined;
  #transactions: Transactions | undefined;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(options: AnswerSlotOptions) {
    this.#options = options;
    this.#table = new AnswerTable(options.windowMs, options.maxTableBytes);
  }

  get size(): number {
    return this.#table.size;
  }

  find(id: string): KnownAnswer | undefined {
    return this.#table.get(id, Date.now());
  }

  /** Takes the id (again) and reads to the end. */
  async refresh(): Promise<void> {
    await this.#enqueue(undefined);
  }

  store(claim: Claim): Promise<KnownAnswer | undefined> {
    return this.#enqueue(claim);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
    this.#release();
  }

  #enqueue(claim: Claim | undefined): Promise<KnownAnswer | undefined> {
    if (this.#closed) return Promise.reject(new BrokerUnavailable('the gateway is stopping'));
    const bytes = claim === undefined ? 0 : bytesOf(claim);
    if (this.#queuedBytes > 0 && this.#queuedBytes + bytes > this.#options.maxQueueBytes) {
      return Promise.reject(new QueueFull(`${this.#queuedBytes} bytes with an Idempotency-Key wait already`));
    }
    return new Promise((resolve, reject) => {
      let isOpen = true;
      const end = () => {
        if (!isOpen) return false;
        isOpen = false;
        clearTimeout(timer);
        this.#queuedBytes -= bytes;
        return true;
      };
      const waiting: Waiting = {
        ...(claim === undefined ? {} : { claim }),
        bytes,
        isOpen: () => isOpen,
        resolve: (known) => void (end() && resolve(known)),
        reject: (error) => void (end() && reject(error)),
      };
      const timer = setTimeout(
        () => waiting.reject(new BrokerUnavailable(`no acknowledgement within ${patienceMs / 1_000} s`)),
        patienceMs,
      );
      this.#queuedBytes += bytes;
      this.#waiting.push(waiting);
      this.#running ??= this.#run();
    });
  }

  async #run(): Promise<void> {
    // Those who come in this turn of the event loop share a transaction.
    await sleep(0);
    for (let failures = 0; this.#waiting.length > 0;) {
      const group = this.#nextGroup(failures);
      try {
        await this.#settle(group);
        failures = 0;
      } catch (error) {
        this.#release();
        failures += 1;
        this.#waiting.unshift(...group.filter(({ isOpen }) => isOpen()));
        const onlyOne = group.length === 1 ? group[0] : undefined;
        if (error instanceof RecordRefused && onlyOne !== undefined) onlyOne.reject(error);
        else if (!(error instanceof RecordRefused)) {
          this.#options.connection.log.debug(`idempotency ${this.#options.partition}: ${messageOf(error)}`);
          await sleep(Math.random() * Math.min(10 * 2 ** failures, longestPauseMs));
        }
      }
    }
    // At once: who comes now must start it again.
    this.#running = undefined;
  }

  /** After a failure one by one for a while: a request that Kafka refuses must not harm the others. */
  #nextGroup(failures: number): Waiting[] {
    const group: Waiting[] = [];
    for (let bytes = 0; this.#waiting[0] !== undefined;) {
      const next = this.#waiting[0];
      if (group.length > 0 && (bytes + next.bytes > groupBytes || failures > 3)) break;
      this.#waiting.shift();
      if (!next.isOpen()) continue;
      bytes += next.bytes;
      group.push(next);
    }
    return group;
  }

  async #settle(group: readonly Waiting[]): Promise<void> {
    if (group.length === 0) return;
    if (group.some(({ claim }) => claim === undefined)) this.#release();
    const transactions = (this.#transactions ??= await this.#take());
    const nowMs = Date.now();
    const fresh = new Map<string, Claim>();
    for (const { claim } of group) {
      if (claim === undefined || fresh.has(claim.id)) continue;
      if (this.#table.get(claim.id, nowMs) === undefined) fresh.set(claim.id, claim);
    }
    const claims = [...fresh.values()];
    if (claims.length > 0) {
      const answers = claims.map((claim) => ({
        topic: idempotencyTopic,
        partition: this.#options.partition,
        key: claim.id,
        value: encodeAnswer(claim),
      }));
      await transactions.commit([...claims.flatMap(({ events }) => events), ...answers], []);
      for (const claim of claims) this.#know(claim.id, { ...claim, atMs: nowMs });
    }
    for (const { claim, resolve } of group) {
      if (claim === undefined) resolve();
      else if (fresh.get(claim.id) === claim) resolve();
      else resolve(this.#table.get(claim.id, nowMs));
    }
  }

  #know(id: string, { fingerprint, status, body, atMs }: KnownAnswer): void {
    this.#table.set(id, { fingerprint, status, body, atMs }, Date.now());
  }

  async #take(): Promise<Transactions> {
    const { connection, partition, windowMs } = this.#options;
    const transactions = await openTransactions({
      ...connection,
      transactionalId: `weir-idempotency-${partition}`,
      deadlineMs: openingMs,
    });
    try {
      const from =
        this.#nextOffset === undefined
          ? { timestampMs: Date.now() - windowMs }
          : new Map([[partition, this.#nextOffset]]);
      const log = readLog({
        ...connection,
        topic: idempotencyTopic,
        partitions: [partition],
        from,
        until: 'end',
      });
      for await (const { records, nextOffset } of log) {
        for (const { key, value, timestamp } of records) {
          const answer = value === null ? undefined : decodeAnswer(value, timestamp);
          if (answer !== undefined) this.#know(String(key), answer);
        }
        this.#nextOffset = nextOffset;
      }
      return transactions;
    } catch (error) {
      transactions.close();
      throw error;
    }
  }

  #release(): void {
    this.#transactions?.close();
    this.#transactions = undefined;
  }
}
