import { setTimeout as sleep } from 'node:timers/promises';
import { createCluster, type Cluster } from './cluster.ts';
import { readAllCodecs } from './codecs.ts';
import type { KafkaConnection } from './connect.ts';
import { connectionProblem } from './connection-problem.ts';
import { BrokerAccessRefused, BrokerUnavailable, messageOf } from './errors.ts';
import { sendFetchRequest, type FetchedPartition, type LogRecord } from './fetch-request.ts';
import { groupBy } from './group-by.ts';

export type { LogRecord };

/** Consecutive records of one partition. */
export interface LogBatch {
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** Where the next read of this partition begins: past records that compaction removed or a transaction aborted. */
  readonly nextOffset: number;
  /** The end of what can be read now (of committed transactions, when `readCommitted`). */
  readonly highWatermark: number;
}

export interface LogReaderOptions extends KafkaConnection {
  readonly topic: string;
  /** Only these partitions; all by default. */
  readonly partitions?: readonly number[];
  /** Where to begin: the log's ends, a time in epoch ms, or an offset for each partition (absent: its beginning). */
  readonly from: 'beginning' | 'end' | { readonly timestampMs: number } | ReadonlyMap<number, number>;
  /** `end`: stop where the log ended when reading began. `follow`: wait for more until stopped. */
  readonly until: 'end' | 'follow';
  /** Hide records of open and aborted transactions. Default true. */
  readonly readCommitted?: boolean;
  /** Most bytes of one answer. Default 4 MiB. */
  readonly maxBytes?: number;
  /** Longest wait of one request for new records, and so of `stop` (ms). Default 500. */
  readonly maxWaitMs?: number;
  /** Give batches without records too: with them one learns that the end was reached, or an end was passed. Default false. */
  readonly emptyBatches?: boolean;
}

export interface LogReader extends AsyncIterable<LogBatch> {
  /** Ends the iteration after the batch that is being handled, and disconnects. */
  stop(): Promise<void>;
}

const retryLimit = 8;
const requestTimeoutMs = 5_000;

const isOfType = (error: unknown, type: string) =>
  typeof error === 'object' && error !== null && 'type' in error && error.type === type;

interface Position {
  offset: number;
  /** Reading ends here; Infinity when following. */
  readonly end: number;
}

async function offsetsAt(
  cluster: Cluster,
  topic: string,
  partitions: readonly number[],
  at: { fromBeginning: boolean } | { fromTimestamp: number },
) {
  const wanted = partitions.map((partition) => ({ partition }));
  const [found] = await cluster.fetchTopicsOffset([{ topic, partitions: wanted, ...at }]);
  return new Map(found?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
}

/** Where each partition starts and ends for this read. */
async function startPositions(cluster: Cluster, options: LogReaderOptions): Promise<Map<number, Position>> {
  const { topic, from, until } = options;
  const all = cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
  const partitions = options.partitions ?? all.sort((a, b) => a - b);
  const [beginnings, ends] = await Promise.all([
    offsetsAt(cluster, topic, partitions, { fromBeginning: true }),
    offsetsAt(cluster, topic, partitions, { fromBeginning: false }),
  ]);
  const atTime =
    typeof from === 'object' && 'timestampMs' in from
      ? await offsetsAt(cluster, topic, partitions, { fromTimestamp: from.timestampMs })
      : undefined;
  return new Map(
    partitions.map((partition) => {
      const low = beginnings.get(partition) ?? 0;
      const high = ends.get(partition) ?? 0;
      let offset = low;
      if (from === 'end') offset = high;
      else if (atTime !== undefined) {
        const found = atTime.get(partition) ?? -1;
        offset = found < 0 ? high : found;
      } else if (from instanceof Map) offset = Math.max(low, from.get(partition) ?? low);
      return [partition, { offset, end: until === 'end' ? high : Infinity }];
    }),
  );
}

/**
 * Reads a topic without a consumer group: nothing is committed, nothing is left behind, any number may read at once.
 * For following small topics (`runs`), looking into topics, and tests. A broker that is away is waited for, with a limit
 * when reading to the end, without one when following; partitions that are added while following are not picked up.
 */
export function readLog(options: LogReaderOptions): LogReader {
  const { topic, until, maxBytes = 4 * 1024 * 1024, maxWaitMs = 500, readCommitted = true, log } = options;
  const { emptyBatches = false } = options;
  readAllCodecs();
  const stopped = new AbortController();
  let cluster: Cluster | undefined;
  let positions: Map<number, Position> | undefined;

  async function connected(): Promise<Cluster> {
    if (cluster !== undefined) return cluster;
    const fresh = createCluster(options, { requestTimeoutMs, metadataMaxAgeMs: 60_000, readCommitted });
    try {
      await fresh.connect();
      await fresh.addTargetTopic(topic);
      positions ??= await startPositions(fresh, options);
    } catch (error) {
      void fresh.disconnect().catch(() => undefined);
      throw error;
    }
    cluster = fresh;
    return fresh;
  }

  function disconnect(): void {
    void cluster?.disconnect().catch(() => undefined);
    cluster = undefined;
  }

  /** One request to each leader, in parallel. */
  async function fetchAll(open: ReadonlyMap<number, Position>): Promise<FetchedPartition[]> {
    const source = await connected();
    const leaders = new Map(
      source.findTopicPartitionMetadata(topic).map((one) => [one.partitionId, one.leader]),
    );
    const byLeader = groupBy([...open], ([partition]) => leaders.get(partition) ?? -1);
    const answers = await Promise.all(
      [...byLeader].map(async ([leader, partitions]) =>
        sendFetchRequest(await source.findBroker({ nodeId: leader }), {
          topic,
          positions: partitions.map(([partition, { offset }]) => ({ partition, offset })),
          maxBytes,
          maxWaitMs,
          readCommitted,
          requestTimeoutMs: requestTimeoutMs + maxWaitMs,
        }),
      ),
    );
    return answers.flat();
  }

  /** Retention has removed what was to be read next, or the topic was made anew: go on with what there is. */
  async function backIntoRange(): Promise<void> {
    if (cluster === undefined || positions === undefined) return;
    const now = await startPositions(cluster, { ...options, from: 'beginning', until: 'end' });
    for (const [partition, position] of positions) {
      const { offset: low, end: high } = now.get(partition) ?? { offset: 0, end: 0 };
      if (position.offset < low || position.offset > high) position.offset = low;
    }
  }

  const openPositions = () => new Map([...(positions ?? [])].filter(([, { offset, end }]) => offset < end));

  async function* batches(): AsyncGenerator<LogBatch> {
    let failures = 0;
    try {
      for (;;) {
        let fetched: FetchedPartition[];
        try {
          await connected();
          const open = openPositions();
          if (open.size === 0 || stopped.signal.aborted) return;
          fetched = await fetchAll(open);
          failures = 0;
        } catch (raw) {
          if (stopped.signal.aborted) return;
          const error = connectionProblem(raw, options);
          if (until === 'end' && error instanceof BrokerAccessRefused) throw error;
          if (isOfType(error, 'OFFSET_OUT_OF_RANGE')) await backIntoRange();
          disconnect();
          failures += 1;
          if (until === 'follow' && failures === 1)
            log.warn(`reading ${topic}: ${messageOf(error)}; trying again`);
          if (
            until === 'end' &&
            failures > (isOfType(error, 'UNKNOWN_TOPIC_OR_PARTITION') ? 1 : retryLimit)
          ) {
            throw new BrokerUnavailable(`reading ${topic}: ${messageOf(error)}`);
          }
          await sleep(Math.min(100 * 2 ** failures, 2_000), undefined, { signal: stopped.signal }).catch(
            () => undefined,
          );
          continue;
        }
        for (const { partition, records, nextOffset, highWatermark } of fetched) {
          const position = positions?.get(partition);
          if (position === undefined || stopped.signal.aborted) continue;
          const wanted = records.filter(({ offset }) => offset >= position.offset && offset < position.end);
          position.offset = Math.max(position.offset, nextOffset);
          if (wanted.length > 0 || emptyBatches)
            yield { partition, records: wanted, nextOffset: position.offset, highWatermark };
        }
      }
    } finally {
      disconnect();
    }
  }

  return {
    [Symbol.asyncIterator]: batches,
    async stop() {
      stopped.abort();
      disconnect();
    },
  };
}
