import { createAdmin, createKafka, createRegistry } from '@weir/kafka';
import { windowResultSchema } from '@weir/schemas';
import { duplicatesTopic, streamsFromEnv, streams, type StreamDefinition } from '@weir/streams';
import { quiet } from './into-topic.ts';

export interface OwnTopics {
  /** For the apps that shall use them. */
  readonly env: Readonly<Record<string, string>>;
  /** The definition with its own topics. */
  readonly streamOf: (name: string) => StreamDefinition;
}

/**
 * Topics and subjects of every stream under other names, so that apps of a test's own leave the shared ones alone.
 * `inPartitions`: of the JSON topics. ClickHouse does not read them.
 */
export async function makeOwnTopics(
  prefix: string,
  { brokers, registryUrl }: { readonly brokers: string; readonly registryUrl: string },
  inPartitions = 1,
): Promise<OwnTopics> {
  const env: Record<string, string> = {
    AGGREGATOR_GROUP: `${prefix}-aggregator`,
    INTAKE_GROUP: `${prefix}-intake`,
    TOPIC_DUPLICATES: `${prefix}.duplicates`,
  };
  for (const { name, inTopic, metrics } of streams) {
    const own = (...parts: string[]) => {
      env[['TOPIC', name, ...parts].join('_').toUpperCase()] = [prefix, name, ...parts].join('.');
    };
    own();
    own('dlq');
    if (inTopic !== undefined) {
      own('in');
      own('in', 'dlq');
    }
    for (const metric of metrics) own(metric.name);
  }
  const named = streamsFromEnv(env);
  const admin = await createAdmin(createKafka({ brokers: [brokers], clientId: prefix, log: quiet }));
  const configs = { 'message.timestamp.type': 'LogAppendTime' };
  await admin.createTopics([{ topic: duplicatesTopic(env), partitions: 1, configs }]);
  await admin.createTopics(
    named.flatMap(({ topic, inTopic, inDlqTopic, dlqTopic, metrics, partitions }) => [
      { topic, partitions, configs },
      ...[dlqTopic, inDlqTopic, ...metrics.map((metric) => metric.topic)]
        .filter((one) => one !== undefined)
        .map((one) => ({ topic: one, partitions: 1, configs })),
      ...(inTopic === undefined ? [] : [{ topic: inTopic, partitions: inPartitions, configs }]),
    ]),
  );
  await admin.close();
  const registry = createRegistry({ url: registryUrl });
  const compatibility = { compatibility: 'BACKWARD' } as const;
  for (const { topic, schema, metrics } of named) {
    await registry.register(`${topic}-value`, schema, compatibility);
    for (const metric of metrics)
      await registry.register(`${metric.topic}-value`, windowResultSchema, compatibility);
  }
  return {
    env,
    streamOf(name) {
      const found = named.find((stream) => stream.name === name);
      if (found === undefined) throw new Error(`there is no stream ${name}`);
      return found;
    },
  };
}
