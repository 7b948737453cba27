import {
  BrokerAccessRefused,
  createAdmin,
  createKafka,
  kafkaConnection,
  type KafkaAdmin,
  type KafkaConnection,
} from '@weir/kafka';
import { createLogger } from '@weir/runtime';
import { unreachable } from '../cli-error.ts';
import type { Settings } from '../settings.ts';

/** A connection that says nothing by itself: what matters to the user is said by the command. */
export const quietConnection = (settings: Settings): KafkaConnection =>
  kafkaConnection(settings, {
    clientId: 'weir-cli',
    log: createLogger({ name: 'weir', level: 'silent' }),
  });

/** The administrative client, or one line about why there is none. */
export async function connectAdmin(settings: Settings): Promise<KafkaAdmin> {
  try {
    return await createAdmin(createKafka(quietConnection(settings)));
  } catch (error) {
    if (error instanceof BrokerAccessRefused) throw unreachable(error.message);
    const reason = error instanceof Error ? error.message : String(error);
    throw unreachable(
      `cannot reach Kafka at ${settings.brokers.join(',')}: ${reason}; start it with \`npm start\`, or set KAFKA_BROKERS`,
    );
  }
}
