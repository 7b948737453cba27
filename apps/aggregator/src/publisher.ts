import type { Commit, GroupConsumer, Producer, ProducerRecord } from '@weir/kafka';
import type { Logger } from '@weir/runtime';
import type { FaultPoints } from './fault-points.ts';
import type { FinishedRuns } from './finished-runs.ts';
import type { PartitionWorker } from './partition-worker.ts';

export interface PublisherOptions {
  readonly producer: Producer;
  readonly consumer: () => GroupConsumer | undefined;
  readonly workers: () => Iterable<PartitionWorker>;
  readonly finishedRuns: FinishedRuns;
  readonly flushMs: number;
  readonly log: Logger;
  readonly faults: FaultPoints;
  /** Anything but Kafka being away or a group that moved on. */
  readonly onError: (error: unknown) => void;
  readonly onPublished?: (records: number) => void;
}

/** Records in one request to the producer: bounds its queue. */
const chunk = 2_000;
const retryMs = 500;
const confirmMs = 50;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Publishes what changed and then commits, over and over, one round at a time: outputs first, awaited, and only then
 * the resume points that were taken together with them (rule 7). A round that was begun under another epoch ends
 * without any further effect (rule 12).
 */
export class Publisher {
  readonly #options: PublisherOptions;
  /** What was committed last, by worker; a worker lives as long as its assignment. */
  readonly #committed = new WeakMap<PartitionWorker, string>();
  #round: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  lastCommitAt = Date.now();

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** Runs a round now, or waits for the one that is under way and then runs one. */
  async flush(): Promise<void> {
    await this.#round;
    if (this.#stopped) return;
    this.#round = this.#publish()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => (this.#round = undefined));
    await this.#round;
  }

  /** Waits for the round that is under way, if any. */
  async settled(): Promise<void> {
    await this.#round;
  }

  /** One last round, then no more. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.flush();
    this.#stopped = true;
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      void this.flush().then(() => {
        if (!this.#stopped) this.#schedule();
      });
    }, this.#options.flushMs);
  }

  async #publish(): Promise<void> {
    const consumer = this.#options.consumer();
    const epoch = consumer?.epoch;
    if (consumer === undefined || epoch === undefined || !consumer.confirmed) return;
    const stillOurs = () => this.#stillOurs(consumer, epoch);

    // Outputs and resume points are taken in one go, without a pause in between: they belong together.
    const nowMs = Date.now();
    const records: ProducerRecord[] = [];
    const commits: { commit: Commit; worker: PartitionWorker; text: string }[] = [];
    for (const worker of this.#options.workers()) {
      const { records: outputs, offset, metadata } = worker.outcome(nowMs, this.#options.finishedRuns);
      for (const record of outputs) records.push(record);
      const text = `${offset};${metadata}`;
      if (this.#committed.get(worker) === text) continue;
      const { topic, partition } = worker;
      commits.push({ commit: { topic, partition, offset, metadata }, worker, text });
    }

    const { faults } = this.#options;
    if (records.length > 0) faults.reached('before-publish');
    const size = faults.armed === 'half-published' ? Math.ceil(records.length / 2) : chunk;
    for (let from = 0; from < records.length; from += size) {
      if (from > 0) faults.reached('half-published');
      if (!(await this.#send(records.slice(from, from + size), stillOurs))) return;
    }
    if (records.length > 0) this.#options.onPublished?.(records.length);
    if (commits.length === 0 || !(await stillOurs())) return;
    if (records.length > 0) faults.reached('before-commit');
    try {
      if (!(await consumer.commit(commits.map(({ commit }) => commit)))) return;
    } catch (error) {
      // What is not committed now is committed by the next round: a resume point may lag behind, never run ahead.
      this.#options.log.warn(`could not commit: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    for (const { worker, text } of commits) this.#committed.set(worker, text);
    this.lastCommitAt = Date.now();
  }

  /** Waits while the membership is unconfirmed; false as soon as the assignment is over. */
  async #stillOurs(consumer: GroupConsumer, epoch: number): Promise<boolean> {
    while (consumer.epoch === epoch && !consumer.confirmed) await sleep(confirmMs);
    return consumer.epoch === epoch;
  }

  /**
   * Sends until it is stored: what was taken from the windows will not come again, so it must not be dropped while the
   * partitions are ours. False when they no longer are.
   */
  async #send(records: readonly ProducerRecord[], stillOurs: () => Promise<boolean>): Promise<boolean> {
    for (;;) {
      if (!(await stillOurs())) return false;
      try {
        await this.#options.producer.sendBatch(records);
        return true;
      } catch (error) {
        if (!isAway(error)) throw error;
        this.#options.log.warn(`publishing again in ${retryMs} ms: ${(error as Error).message}`);
        await sleep(retryMs);
      }
    }
  }
}

const isAway = (error: unknown) =>
  error instanceof Error && (error.name === 'BrokerUnavailable' || error.name === 'QueueFull');
