export { createAdmin } from './admin.ts';
export type {
  GroupDescription,
  GroupOffset,
  KafkaAdmin,
  PartitionOffsets,
  TopicDescription,
  TopicSpec,
} from './admin.ts';
export { createKafka, type KafkaConnection } from './connect.ts';
export {
  BrokerAccessRefused,
  BrokerUnavailable,
  IncompatibleSchema,
  QueueFull,
  RecordRefused,
  RegistryAccessRefused,
  RegistryUnavailable,
  UnknownSchema,
} from './errors.ts';
export { kafkaConnection, kafkaSecurity, type KafkaSecurity } from './security.ts';
export { registryOptions, type RegistryOptions } from './registry-request.ts';
export { createRegistry, type Compatibility, type Registry, type SchemaVersion } from './registry.ts';
export {
  createProducer,
  maxRecordBytes,
  type Producer,
  type ProducerOptions,
  type ProducerRecord,
  type SendReport,
} from './producer.ts';
export {
  openTransactions,
  type ReadOffset,
  type Transactions,
  type TransactionsOptions,
} from './transactions.ts';
export { ownTopics, type TopicOwnerOptions } from './consumer/topic-owner.ts';
export { deadLetter, type DeadLetterReason, type LogMessage } from './dead-letter.ts';
export { murmur2, partitionOf } from './murmur2.ts';
export type { Headers } from './record-batch.ts';
export {
  readLog,
  type LogBatch,
  type LogReader,
  type LogReaderOptions,
  type LogRecord,
} from './log-reader.ts';
export {
  openTopicLog,
  type FetchedPartition,
  type LogEnds,
  type OffsetRange,
  type TopicLog,
  type UnreadableBatch,
} from './topic-log.ts';
export {
  joinGroup,
  type AssignedPartition,
  type Commit,
  type GroupConsumer,
  type GroupConsumerOptions,
  type GroupMember,
  type TopicPartition,
} from './consumer/group-consumer.ts';
