import { commonConfig, readConfig } from '@weir/runtime';

/** All variables of provision. Durations are in milliseconds. */
export const config = (env: Record<string, string | undefined>) =>
  readConfig(
    {
      ...commonConfig.kafka,
      ...commonConfig.registry,
      ...commonConfig.clickhouse,
      ...commonConfig.windows,
      partitions: {
        env: 'KAFKA_PARTITIONS',
        kind: 'int',
        optional: true,
        help: 'partitions of the event topics when they are made (default: as each definition says)',
      },
      clickhouseBrokers: {
        env: 'CLICKHOUSE_KAFKA_BROKERS',
        kind: 'list',
        optional: true,
        help: 'brokers as ClickHouse sees them, if it lives in another network (default: KAFKA_BROKERS)',
      },
      clickhouseRegistryUrl: {
        env: 'CLICKHOUSE_REGISTRY_URL',
        kind: 'url',
        optional: true,
        help: 'registry as ClickHouse sees it (default: SCHEMA_REGISTRY_URL)',
      },
      cluster: {
        env: 'CLICKHOUSE_CLUSTER',
        kind: 'string',
        optional: true,
        help: 'name of a ClickHouse cluster: replicated tables on all of its servers',
      },
      eventsTtlMs: {
        env: 'CLICKHOUSE_TTL_EVENTS',
        kind: 'duration',
        default: 0,
        help: 'how long events stay in ClickHouse after their arrival, such as 90d; 0 = for good',
      },
      windowsTtlMs: {
        env: 'CLICKHOUSE_TTL_WINDOWS',
        kind: 'duration',
        default: 0,
        help: 'how long windows stay in ClickHouse after their arrival; 0 = for good',
      },
      rejectedTtlMs: {
        env: 'CLICKHOUSE_TTL_REJECTED',
        kind: 'duration',
        default: 0,
        help: 'how long rejected records and duplicates stay in ClickHouse after their arrival; 0 = for good',
      },
      replicationFactor: {
        env: 'KAFKA_REPLICATION',
        kind: 'int',
        optional: true,
        help: 'replicas of each new topic (default: as many as there are brokers, three at most); -1 leaves it to the broker',
      },
      retentionMs: {
        env: 'KAFKA_RETENTION',
        kind: 'duration',
        default: 7 * 86_400_000,
        help: 'how long events stay in Kafka; 0 = for good',
      },
      idempotencyWindowMs: {
        env: 'GATEWAY_IDEMPOTENCY_WINDOW',
        kind: 'duration',
        default: 3_600_000,
        help: 'how long the gateway knows a request by its Idempotency-Key',
      },
      dlqRetentionMs: {
        env: 'KAFKA_DLQ_RETENTION',
        kind: 'duration',
        default: 30 * 86_400_000,
        help: 'how long dead letters and duplicates stay in Kafka; 0 = for good',
      },
      waitMs: {
        env: 'PROVISION_WAIT',
        kind: 'duration',
        default: 60_000,
        help: 'how long to wait for Kafka, the registry and ClickHouse',
      },
    },
    env,
  );

export type ProvisionConfig = ReturnType<typeof config>;
