import {
  createAdmin,
  createKafka,
  createRegistry,
  kafkaConnection,
  openTopicLog,
  registryOptions,
  type KafkaAdmin,
  type KafkaConnection,
  type Registry,
  type TopicLog,
} from '@weir/kafka';
import { createLogger } from '@weir/runtime';
import { duplicatesTopic, streamsFromEnv } from '@weir/streams';
import { createRecordDecoder, topicRoles, type DecodeValue, type TopicRole } from '@weir/topics';
import { topicsConfig } from './topics-config.ts';

interface Kafka {
  readonly connection: KafkaConnection;
  readonly log: TopicLog;
  readonly registry: Registry;
  readonly decode: DecodeValue;
  readonly roles: ReadonlyMap<string, TopicRole>;
  admin: Promise<KafkaAdmin> | undefined;
}

// On globalThis, because every route is a bundle of its own, and they share these connections.
const kept = globalThis as typeof globalThis & { weirTopics?: Kafka };

function open(): Kafka {
  const config = topicsConfig();
  const log = createLogger({ name: 'dashboard', level: 'error' });
  const connection = kafkaConnection(config, { clientId: 'weir-dashboard', log });
  const registry = createRegistry(registryOptions(config));
  return {
    connection,
    log: openTopicLog(connection),
    registry,
    decode: createRecordDecoder(registry),
    roles: topicRoles(streamsFromEnv(process.env), duplicatesTopic(process.env)),
    admin: undefined,
  };
}

/** This process's connections to Kafka and the registry, made when first asked for. */
export const kafka = (): Kafka => (kept.weirTopics ??= open());

/** Asks the administrative client; a connection that broke is made anew for the next question. */
export async function withAdmin<T>(work: (admin: KafkaAdmin) => Promise<T>): Promise<T> {
  const own = kafka();
  const admin = (own.admin ??= createAdmin(createKafka(own.connection)));
  try {
    return await work(await admin);
  } catch (error) {
    if (own.admin === admin) own.admin = undefined;
    void admin.then((one) => one.close()).catch(() => undefined);
    throw error;
  }
}
