import kafkajs from 'kafkajs';
import type { PartitionAssigner } from 'kafkajs';
import { createKafka, type KafkaConnection } from '../connect.ts';
import { messageOf } from '../errors.ts';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;

export interface TopicOwnerOptions extends KafkaConnection {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** The topics that are ours from now on, and no others; none while the group is being rearranged. */
  readonly onOwned: (topics: readonly string[]) => void;
  /** The membership has ended and will not come back by itself. */
  readonly onEnd: (error: Error) => void;
  readonly sessionTimeoutMs?: number;
}

/** A whole topic goes to one member: only who reads all of its partitions can keep an order across them. */
const wholeTopics: PartitionAssigner = ({ cluster }) => ({
  name: 'weir-whole-topics',
  version: 0,
  async assign({ members, topics }) {
    const ids = members.map(({ memberId }) => memberId).sort();
    const assignments = new Map(ids.map((id) => [id, {} as Record<string, number[]>]));
    for (const [index, topic] of [...topics].sort().entries()) {
      const assignment = assignments.get(ids[index % ids.length] ?? '');
      if (assignment === undefined) continue;
      assignment[topic] = cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
    }
    return [...assignments].map(([memberId, assignment]) => ({
      memberId,
      memberAssignment: MemberAssignment.encode({ version: 0, assignment, userData: Buffer.alloc(0) }),
    }));
  },
  protocol: ({ topics }) => ({
    name: 'weir-whole-topics',
    metadata: MemberMetadata.encode({ version: 0, topics, userData: Buffer.alloc(0) }),
  }),
});

/**
 * Membership in a consumer group that decides which process reads which topic, all partitions of a topic by one. It reads
 * nothing itself: the owner does, by `readLog`, from where the group's offsets say. Whoever was the owner before may
 * not know it yet; what it still writes must be fenced (`openTransactions`). The topics must exist.
 */
export async function ownTopics(options: TopicOwnerOptions): Promise<{ close: () => Promise<void> }> {
  const { groupId, topics, onOwned, onEnd, log, sessionTimeoutMs = 6_000 } = options;
  const consumer = createKafka(options).consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: 500,
    rebalanceTimeout: 10_000,
    maxWaitTimeInMs: 250,
    maxBytesPerPartition: 1_024,
    partitionAssigners: [wholeTopics],
    retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 10 },
  });
  let closing = false;
  const { GROUP_JOIN, REBALANCING, CRASH } = consumer.events;
  consumer.on(GROUP_JOIN, ({ payload }) => {
    consumer.pause(topics.map((topic) => ({ topic })));
    const owned = Object.entries(payload.memberAssignment).filter(([, partitions]) => partitions.length > 0);
    onOwned(owned.map(([topic]) => topic));
  });
  consumer.on(REBALANCING, () => onOwned([]));
  consumer.on(CRASH, ({ payload: { error, restart } }) => {
    onOwned([]);
    if (closing) return;
    if (restart) log.warn(`member of ${groupId} starts again: ${messageOf(error)}`);
    else onEnd(error);
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => undefined });
  return {
    async close() {
      closing = true;
      onOwned([]);
      await consumer.disconnect();
    },
  };
}
