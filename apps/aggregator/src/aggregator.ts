import type { AssignedPartition, GroupConsumer, GroupMember, Producer, TopicPartition } from '@weir/kafka';
import type { AppContext, ExecutionReport } from '@weir/runtime';
import type { FaultPoints } from './fault-points.ts';
import type { FinishedRuns } from './finished-runs.ts';
import { PartitionWorker, type StreamTools } from './partition-worker.ts';
import { Publisher } from './publisher.ts';

export interface AggregatorOptions {
  readonly streams: readonly StreamTools[];
  readonly producer: Producer;
  /** Grows while the aggregator runs. */
  readonly finishedRuns: FinishedRuns;
  readonly flushMs: number;
  readonly onGap: 'stop' | 'continue';
  readonly faults: FaultPoints;
  readonly report: ExecutionReport;
  readonly app: Pick<AppContext, 'log' | 'fail'>;
}

/** When this many records wait to be published, reading waits too: a backlog must not end up in memory. */
const maxPending = 10_000;

const keyOf = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`;

/** All partitions of this instance: a group member that keeps one worker a partition, and publishes for all of them. */
export class Aggregator implements GroupMember {
  readonly publisher: Publisher;
  readonly #options: AggregatorOptions;
  readonly #tools: ReadonlyMap<string, StreamTools>;
  #workers = new Map<string, PartitionWorker>();
  #consumer: GroupConsumer | undefined;

  constructor(options: AggregatorOptions) {
    this.#options = options;
    this.#tools = new Map(options.streams.map((tools) => [tools.stream.topic, tools]));
    this.publisher = new Publisher({
      producer: options.producer,
      consumer: () => this.#consumer,
      workers: () => this.#workers.values(),
      finishedRuns: options.finishedRuns,
      flushMs: options.flushMs,
      log: options.app.log,
      faults: options.faults,
      onError: (error) => options.app.fail('publishing windows', error),
    });
  }

  /** The consumer is made after the member that it serves. */
  connect(consumer: GroupConsumer): void {
    this.#consumer = consumer;
  }

  async assigned(partitions: readonly AssignedPartition[]): Promise<void> {
    // A round of the old assignment ends without effect; waiting for it keeps its commit from crossing ours.
    this.#workers = new Map();
    await this.publisher.settled();
    const nowMs = Date.now();
    for (const assigned of partitions) {
      const tools = this.#tools.get(assigned.topic);
      if (tools !== undefined)
        this.#workers.set(keyOf(assigned), new PartitionWorker(tools, assigned, nowMs));
    }
    const topics = [...new Set(partitions.map(({ topic }) => topic))].join(', ');
    this.#options.app.log.info(
      `counting ${partitions.length} partitions${topics === '' ? '' : ` of ${topics}`}`,
    );
  }

  async records(
    at: TopicPartition & { readonly logEnd: number; readonly next: number },
    messages: Parameters<GroupMember['records']>[1],
    pulse: () => Promise<void>,
  ): Promise<void> {
    const worker = this.#workers.get(keyOf(at));
    if (worker === undefined) return;
    const before = { ...worker.fates };
    await worker.take(messages, at.logEnd, async () => {
      await pulse();
      if (this.#pending > maxPending) await this.publisher.flush();
    });
    worker.passTo(at.next);
    const { late, ahead, undecodable } = worker.fates;
    const rejected = ahead + undecodable;
    if (messages.length > 0) {
      const counts = { late: late - before.late, rejected: rejected - before.ahead - before.undecodable };
      this.#options.report.add(worker.stream.name, messages.length, counts);
    }
  }

  get #pending(): number {
    let pending = 0;
    for (const worker of this.#workers.values()) pending += worker.pending;
    return pending;
  }

  gap(at: TopicPartition, next: number, logStart: number): void {
    const what = `${at.topic}/${at.partition}: offset ${next} is needed to rebuild open windows, and the log holds none of it (it begins at ${logStart})`;
    if (this.#options.onGap === 'continue') {
      this.#options.app.log.error(
        `${what}; going on without those events, as AGGREGATOR_ON_GAP=continue says`,
      );
      return;
    }
    this.#options.app.fail(
      `${what}; retention is too short or the topic was made anew. AGGREGATOR_ON_GAP=continue accepts the loss`,
    );
  }

  get partitions(): PartitionWorker[] {
    return [...this.#workers.values()];
  }
}
