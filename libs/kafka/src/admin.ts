import kafkajs from 'kafkajs';
import type { Admin, Kafka } from 'kafkajs';
import { targetOf } from './connect.ts';
import { connectionProblem } from './connection-problem.ts';
import { messageOf } from './errors.ts';

const { ConfigResourceTypes, ConfigSource } = kafkajs;

export interface TopicSpec {
  readonly topic: string;
  readonly partitions: number;
  /** -1 leaves it to the broker's default. */
  readonly replicationFactor?: number;
  /** Such as `{ 'cleanup.policy': 'compact' }`. */
  readonly configs?: Readonly<Record<string, string>>;
}

export interface TopicDescription {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Every setting as it is in force. */
  readonly configs: Readonly<Record<string, string>>;
  /** Only those that were set on this topic itself. */
  readonly ownConfigs: Readonly<Record<string, string>>;
}

export interface PartitionOffsets {
  readonly partition: number;
  /** The first offset that the log still holds. */
  readonly low: number;
  /** The offset that the next record will get. */
  readonly high: number;
}

export interface GroupOffset {
  readonly topic: string;
  readonly partition: number;
  /** The committed offset; undefined when the group has committed none here. */
  readonly offset: number | undefined;
  /** The text that was committed with it. */
  readonly metadata: string;
  /** Records between the committed offset (or the log's start) and the log's end. */
  readonly lag: number;
}

export interface GroupDescription {
  readonly group: string;
  /** `Stable`, `Empty`, `PreparingRebalance`, `CompletingRebalance`, `Dead`. */
  readonly state: string;
  readonly members: readonly { readonly clientId: string; readonly host: string }[];
}

/** The administrative calls that Weir makes. All are safe to repeat and to make from two processes at once. */
export interface KafkaAdmin {
  listTopics(): Promise<string[]>;
  /** Topics that do not exist are left out. */
  describeTopics(topics: readonly string[]): Promise<TopicDescription[]>;
  /** Creates what does not exist yet and waits for its leaders; returns the names that it created. */
  createTopics(specs: readonly TopicSpec[]): Promise<string[]>;
  /** Sets these settings of a topic and keeps its others. */
  alterConfigs(topic: string, configs: Readonly<Record<string, string>>): Promise<void>;
  /** Grows a topic to `partitions`; does nothing when it has as many or more. */
  growPartitions(topic: string, partitions: number): Promise<void>;
  deleteTopics(topics: readonly string[]): Promise<void>;
  topicOffsets(topic: string): Promise<PartitionOffsets[]>;
  listGroups(): Promise<string[]>;
  /** Who is in these groups. */
  describeGroups(groups: readonly string[]): Promise<GroupDescription[]>;
  /** Every offset that the group has committed, in whatever topics. */
  groupCommits(
    group: string,
  ): Promise<{ topic: string; partition: number; offset: number; metadata: string }[]>;
  groupOffsets(group: string, topics: readonly string[]): Promise<GroupOffset[]>;
  /** How many brokers the cluster has now. */
  brokerCount(): Promise<number>;
  /** One cheap request, to see whether the cluster answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** How long a new topic may be without a leader (ms). */
const leadersWithinMs = 30_000;

/** kafkajs says only "Topic creation errors"; the reasons are inside. */
function explained(what: string, error: unknown): Error {
  const inner =
    error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  const reasons = inner.map((one: { topic?: string; message?: string }) => `${one.topic}: ${one.message}`);
  return new Error(`${what}: ${reasons.length > 0 ? reasons.join('; ') : messageOf(error)}`, {
    cause: error,
  });
}

async function readConfigs(admin: Admin, topics: readonly string[]) {
  if (topics.length === 0)
    return new Map<string, { all: Record<string, string>; own: Record<string, string> }>();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => {
      const pairs = (entries: typeof configEntries) =>
        Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
      const own = configEntries.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG);
      return [resourceName, { all: pairs(configEntries), own: pairs(own) }];
    }),
  );
}

/** Connects the administrative client. Throws when no broker answers within a few seconds, or `BrokerAccessRefused`. */
export async function createAdmin(kafka: Kafka): Promise<KafkaAdmin> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    // Connecting alone tells the broker's versions to anybody; whether we may ask for more shows here.
    await admin.describeCluster();
  } catch (error) {
    throw connectionProblem(error, targetOf(kafka));
  }

  async function describeTopics(topics: readonly string[]): Promise<TopicDescription[]> {
    const existing = new Set(await admin.listTopics());
    const names = topics.filter((topic) => existing.has(topic));
    if (names.length === 0) return [];
    const [metadata, configs] = await Promise.all([
      admin.fetchTopicMetadata({ topics: names }),
      readConfigs(admin, names),
    ]);
    return metadata.topics.map(({ name, partitions }) => ({
      topic: name,
      partitions: partitions.length,
      replicationFactor: partitions[0]?.replicas.length ?? 0,
      configs: configs.get(name)?.all ?? {},
      ownConfigs: configs.get(name)?.own ?? {},
    }));
  }

  /** True when it was created; false when it exists, perhaps since another process created it at the same moment. */
  async function create({ topic, partitions, replicationFactor, configs }: TopicSpec): Promise<boolean> {
    try {
      return await admin.createTopics({
        waitForLeaders: false,
        topics: [
          {
            topic,
            numPartitions: partitions,
            replicationFactor: replicationFactor ?? -1,
            configEntries: Object.entries(configs ?? {}).map(([name, value]) => ({ name, value })),
          },
        ],
      });
    } catch (error) {
      throw explained(`creating topic ${topic}`, error);
    }
  }

  /** The client's own wait gives up when the brokers have not heard of a topic yet, which a busy cluster takes a while for. */
  async function waitForLeaders(topics: readonly string[]): Promise<void> {
    const deadline = Date.now() + leadersWithinMs;
    for (;;) {
      try {
        const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
        if (metadata.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
        if (Date.now() >= deadline) throw new Error('some partitions have no leader');
      } catch (error) {
        if (Date.now() >= deadline) throw explained(`waiting for topics ${topics.join(', ')}`, error);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async function alterConfigs(topic: string, configs: Readonly<Record<string, string>>): Promise<void> {
    // The request replaces all of a topic's own settings, so the present ones must be sent along.
    const present = (await readConfigs(admin, [topic])).get(topic)?.own ?? {};
    const entries = Object.entries({ ...present, ...configs });
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: ConfigResourceTypes.TOPIC,
          name: topic,
          configEntries: entries.map(([name, value]) => ({ name, value })),
        },
      ],
    });
  }

  const partitionCount = async (topic: string) =>
    (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions.length ?? 0;

  async function growPartitions(topic: string, partitions: number): Promise<void> {
    if ((await partitionCount(topic)) >= partitions) return;
    try {
      await admin.createPartitions({ topicPartitions: [{ topic, count: partitions }] });
    } catch (error) {
      if ((await partitionCount(topic)) >= partitions) return;
      throw explained(`growing topic ${topic} to ${partitions} partitions`, error);
    }
  }

  const topicOffsets = async (topic: string): Promise<PartitionOffsets[]> =>
    (await admin.fetchTopicOffsets(topic))
      .map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }))
      .sort((a, b) => a.partition - b.partition);

  async function groupOffsets(group: string, topics: readonly string[]): Promise<GroupOffset[]> {
    if (topics.length === 0) return [];
    const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
    const logs = new Map(
      await Promise.all(topics.map(async (topic) => [topic, await topicOffsets(topic)] as const)),
    );
    return committed.flatMap(({ topic, partitions }) =>
      partitions
        .map(({ partition, offset, metadata }): GroupOffset => {
          const log = logs.get(topic)?.find((one) => one.partition === partition);
          const at = Number(offset) < 0 ? undefined : Number(offset);
          const lag = Math.max(0, (log?.high ?? 0) - Math.max(at ?? 0, log?.low ?? 0));
          return { topic, partition, offset: at, metadata: metadata ?? '', lag };
        })
        .sort((a, b) => a.partition - b.partition),
    );
  }

  return {
    listTopics: () => admin.listTopics(),
    describeTopics,
    async createTopics(specs) {
      const existing = new Set(await admin.listTopics());
      const missing = specs.filter(({ topic }) => !existing.has(topic));
      if (missing.length === 0) return [];
      const isOurs = await Promise.all(missing.map(create));
      const names = missing.map(({ topic }) => topic);
      await waitForLeaders(names);
      return names.filter((_name, index) => isOurs[index]);
    },
    alterConfigs,
    growPartitions,
    deleteTopics: (topics) => admin.deleteTopics({ topics: [...topics] }),
    topicOffsets,
    listGroups: async () => (await admin.listGroups()).groups.map(({ groupId }) => groupId),
    async describeGroups(groups) {
      if (groups.length === 0) return [];
      const described = await admin.describeGroups([...groups]);
      return described.groups.map(({ groupId, state, members }) => ({
        group: groupId,
        state,
        members: members.map(({ clientId, clientHost }) => ({ clientId, host: clientHost })),
      }));
    },
    groupCommits: async (group) =>
      (await admin.fetchOffsets({ groupId: group })).flatMap(({ topic, partitions }) =>
        partitions
          .map(({ partition, offset, metadata }) => ({
            topic,
            partition,
            offset: Number(offset),
            metadata: metadata ?? '',
          }))
          .filter(({ offset }) => offset >= 0),
      ),
    groupOffsets,
    brokerCount: async () => (await admin.describeCluster()).brokers.length,
    ping: async () => void (await admin.describeCluster()),
    close: () => admin.disconnect(),
  };
}
