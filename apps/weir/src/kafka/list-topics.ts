import type { KafkaAdmin } from '@weir/kafka';
import { duplicatesTopic, streamsFromEnv } from '@weir/streams';
import { topicRoles } from '@weir/topics';

export interface TopicRow {
  readonly topic: string;
  /** What Weir uses it for; empty for topics of others. */
  readonly role: string;
  readonly partitions: number;
  /** Offsets between the ends of the log: the records, plus what compaction and transaction markers leave as gaps. */
  readonly messages: number;
  readonly compacted: boolean;
}

/** All topics but Kafka's own, by name. */
export async function listTopics(admin: KafkaAdmin, env = process.env): Promise<TopicRow[]> {
  const roles = topicRoles(streamsFromEnv(env), duplicatesTopic(env));
  const names = (await admin.listTopics()).filter((name) => !name.startsWith('__')).sort();
  const described = await admin.describeTopics(names);
  const offsets = new Map(
    await Promise.all(names.map(async (name) => [name, await admin.topicOffsets(name)] as const)),
  );
  return described
    .map(({ topic, partitions, configs }) => ({
      topic,
      role: roles.get(topic)?.words ?? '',
      partitions,
      messages: (offsets.get(topic) ?? []).reduce((sum, { low, high }) => sum + high - low, 0),
      compacted: configs['cleanup.policy']?.includes('compact') === true,
    }))
    .sort((a, b) => a.topic.localeCompare(b.topic));
}
