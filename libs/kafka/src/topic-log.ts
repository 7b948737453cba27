import { setTimeout as sleep } from 'node:timers/promises';
import { createCluster, type Cluster } from './cluster.ts';
import { readAllCodecs } from './codecs.ts';
import type { KafkaConnection } from './connect.ts';
import { BrokerUnavailable, messageOf } from './errors.ts';
import { fetchBytes, sendFetchRequest, type FetchedPartition } from './fetch-request.ts';
import { groupBy } from './group-by.ts';
import { readLogDirs } from './log-dirs.ts';
import { recordFreeRanges, type OffsetRange } from './record-free.ts';

export type { FetchedPartition, UnreadableBatch } from './fetch-request.ts';
export type { OffsetRange } from './record-free.ts';

/** Where a partition's log begins and where what can be read now ends. */
export interface LogEnds {
  readonly partition: number;
  readonly low: number;
  readonly high: number;
}

export interface FetchLimits {
  /** Most bytes of the whole answer; each partition gets an equal part. */
  readonly maxBytes: number;
  readonly requestTimeoutMs?: number;
}

/**
 * Random access to the logs of any topics over connections that are kept: for looking around. Nothing is committed, no
 * consumer group comes to be. Only committed records are shown. All methods throw `BrokerUnavailable`.
 */
export interface TopicLog {
  ends(topic: string): Promise<LogEnds[]>;
  /** The first offset at or after a time (epoch ms) for each partition; the end where there is none. */
  offsetsAt(topic: string, timestampMs: number): Promise<ReadonlyMap<number, number>>;
  /** What lies at these offsets, without waiting for more. A batch that cannot be decoded is told as such. */
  fetch(
    topic: string,
    positions: ReadonlyMap<number, number>,
    limits: FetchLimits,
  ): Promise<FetchedPartition[]>;
  /**
   * Offsets between `first` and `last` of a partition that hold no record for anybody: control records of transactions,
   * and what an aborted one wrote. Undefined when the log no longer holds all of them. Reads the whole stretch, without
   * decoding it; it must have been written and decided (no transaction open in it).
   */
  recordFree(topic: string, partition: number, range: OffsetRange): Promise<OffsetRange[] | undefined>;
  /** Bytes on disk of every topic, all replicas together. */
  sizes(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

const requestTimeoutMs = 10_000;
const scanBytes = 8 * 1_024 * 1_024;

const isUnknownTopic = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'type' in error &&
  error.type === 'UNKNOWN_TOPIC_OR_PARTITION';

/** Connects when first asked; a connection that broke is made anew, and the question asked once more. */
export function openTopicLog(connection: KafkaConnection): TopicLog {
  readAllCodecs();
  let connected: Promise<Cluster> | undefined;

  async function connect(): Promise<Cluster> {
    const cluster = createCluster(connection, { requestTimeoutMs, metadataMaxAgeMs: 30_000 });
    await cluster.connect();
    return cluster;
  }

  async function disconnect(): Promise<void> {
    const old = connected;
    connected = undefined;
    await old?.then((cluster) => cluster.disconnect()).catch(() => undefined);
  }

  async function asked<T>(what: string, work: (cluster: Cluster) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        connected ??= connect();
        return await work(await connected);
      } catch (error) {
        await disconnect();
        if (attempt > 0 || isUnknownTopic(error)) throw new BrokerUnavailable(`${what}: ${messageOf(error)}`);
        await sleep(100);
      }
    }
  }

  async function partitionsOf(cluster: Cluster, topic: string) {
    await cluster.addTargetTopic(topic);
    await cluster.refreshMetadataIfNecessary();
    return cluster.findTopicPartitionMetadata(topic);
  }

  async function offsets(
    cluster: Cluster,
    topic: string,
    at: { fromBeginning: boolean } | { fromTimestamp: number },
  ): Promise<Map<number, number>> {
    const partitions = (await partitionsOf(cluster, topic)).map(({ partitionId }) => ({
      partition: partitionId,
    }));
    const [found] = await cluster.fetchTopicsOffset([{ topic, partitions, ...at }]);
    return new Map(found?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  }

  async function ends(cluster: Cluster, topic: string): Promise<LogEnds[]> {
    const [lows, highs] = await Promise.all([
      offsets(cluster, topic, { fromBeginning: true }),
      offsets(cluster, topic, { fromBeginning: false }),
    ]);
    return [...highs]
      .map(([partition, high]) => ({ partition, low: lows.get(partition) ?? 0, high }))
      .sort((a, b) => a.partition - b.partition);
  }

  async function recordFree(
    cluster: Cluster,
    topic: string,
    partition: number,
    { first, last }: OffsetRange,
  ): Promise<OffsetRange[] | undefined> {
    const leader = (await partitionsOf(cluster, topic)).find(({ partitionId }) => partitionId === partition);
    const held = (await ends(cluster, topic)).find((one) => one.partition === partition);
    if (leader === undefined || held === undefined || held.low > first || held.high <= last) return undefined;
    const broker = await cluster.findBroker({ nodeId: leader.leader });
    const found: OffsetRange[] = [];
    for (let offset = first; offset <= last;) {
      const [raw] = await fetchBytes(broker, {
        topic,
        positions: [{ partition, offset }],
        maxBytes: scanBytes,
        maxWaitMs: 0,
        readCommitted: true,
        requestTimeoutMs,
      });
      const { ranges, next } = recordFreeRanges(raw?.bytes ?? Buffer.alloc(0), raw?.aborted ?? [], offset);
      if (next === offset) return undefined;
      for (const range of ranges) {
        const within = { first: Math.max(range.first, first), last: Math.min(range.last, last) };
        if (within.first <= within.last) found.push(within);
      }
      offset = next;
    }
    return found;
  }

  return {
    ends: (topic) => asked(`ends of ${topic}`, (cluster) => ends(cluster, topic)),
    offsetsAt: (topic, timestampMs) =>
      asked(`offsets of ${topic}`, async (cluster) => {
        const [found, all] = await Promise.all([
          offsets(cluster, topic, { fromTimestamp: timestampMs }),
          ends(cluster, topic),
        ]);
        return new Map(
          all.map(({ partition, high }) => {
            const offset = found.get(partition) ?? -1;
            return [partition, offset < 0 ? high : offset];
          }),
        );
      }),
    fetch: (topic, positions, { maxBytes }) =>
      asked(`reading ${topic}`, async (cluster) => {
        const leaders = new Map(
          (await partitionsOf(cluster, topic)).map(({ partitionId, leader }) => [partitionId, leader]),
        );
        const byLeader = groupBy([...positions], ([partition]) => leaders.get(partition) ?? -1);
        const answers = await Promise.all(
          [...byLeader].map(async ([leader, partitions]) =>
            sendFetchRequest(await cluster.findBroker({ nodeId: leader }), {
              topic,
              positions: partitions.map(([partition, offset]) => ({ partition, offset })),
              maxBytes,
              maxBytesOfPartition: Math.max(16_384, Math.floor(maxBytes / positions.size)),
              maxWaitMs: 0,
              readCommitted: true,
              tolerant: true,
              requestTimeoutMs,
            }),
          ),
        );
        return answers.flat();
      }),
    recordFree: (topic, partition, range) =>
      asked(`reading ${topic}`, (cluster) => recordFree(cluster, topic, partition, range)),
    sizes: () =>
      asked('sizes of topics', async (cluster) => {
        await cluster.refreshMetadataIfNecessary();
        const nodes = Object.keys(cluster.brokerPool.brokers);
        const answers = await Promise.all(
          nodes.map(async (nodeId) => readLogDirs(await cluster.findBroker({ nodeId }), requestTimeoutMs)),
        );
        const sizes = new Map<string, number>();
        for (const { topic, bytes } of answers.flat()) sizes.set(topic, (sizes.get(topic) ?? 0) + bytes);
        return sizes;
      }),
    close: disconnect,
  };
}
