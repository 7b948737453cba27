import type { KafkaConnection } from '@weir/kafka';
import { createLogger } from '@weir/runtime';

/** How to connect to the Kafka that all test files share, without a word in the log. */
export const sharedKafka = (clientId: string): KafkaConnection => ({
  brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','),
  clientId,
  log: createLogger({ name: clientId, level: 'silent' }),
});
