import type { ConfigTable } from './config.ts';

/** The variables that several apps share, written once so that every app reads them alike. */
export const commonConfig = {
  host: {
    host: { env: 'WEIR_HOST', kind: 'string', default: '127.0.0.1', help: 'address to listen on' },
  },
  kafka: {
    brokers: {
      env: ['KAFKA_BROKERS', 'BOOTSTRAP_SERVERS'],
      kind: 'list',
      default: ['localhost:9092'],
      defaultPortFrom: 'KAFKA_PORT',
      help: 'Kafka brokers, host:port separated by commas',
    },
    kafkaSsl: {
      env: 'KAFKA_SSL',
      kind: 'bool',
      optional: true,
      help: 'TLS to Kafka (default: on when one of KAFKA_SSL_CA, KAFKA_SSL_CERT is set)',
    },
    kafkaSslCa: {
      env: 'KAFKA_SSL_CA',
      kind: 'file',
      optional: true,
      help: 'PEM file of the authority that signed the brokers’ certificates (default: those that Node trusts)',
    },
    kafkaSslCert: {
      env: 'KAFKA_SSL_CERT',
      kind: 'file',
      optional: true,
      help: 'PEM file of our own certificate, for brokers that ask for one',
    },
    kafkaSslKey: {
      env: 'KAFKA_SSL_KEY',
      kind: 'file',
      optional: true,
      help: 'PEM file of the private key of KAFKA_SSL_CERT',
    },
    kafkaSaslMechanism: {
      env: 'KAFKA_SASL_MECHANISM',
      kind: 'choice',
      choices: ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'],
      optional: true,
      help: 'how to log in to Kafka; absent: no login',
    },
    kafkaSaslUsername: {
      env: 'KAFKA_SASL_USERNAME',
      kind: 'string',
      optional: true,
      help: 'user name for Kafka',
    },
    kafkaSaslPassword: {
      env: 'KAFKA_SASL_PASSWORD',
      kind: 'string',
      optional: true,
      secret: true,
      help: 'password of that user',
    },
  },
  registry: {
    registryUrl: {
      env: 'SCHEMA_REGISTRY_URL',
      kind: 'url',
      default: 'http://localhost:8081/apis/ccompat/v7',
      defaultPortFrom: 'REGISTRY_PORT',
      help: 'Confluent-compatible schema registry',
    },
    registryUsername: {
      env: 'SCHEMA_REGISTRY_USERNAME',
      kind: 'string',
      optional: true,
      help: 'user name for the registry (HTTP basic authentication)',
    },
    registryPassword: {
      env: 'SCHEMA_REGISTRY_PASSWORD',
      kind: 'string',
      optional: true,
      secret: true,
      help: 'password of that user',
    },
    registryCa: {
      env: 'SCHEMA_REGISTRY_CA',
      kind: 'file',
      optional: true,
      help: 'PEM file of the authority that signed the registry’s certificate (default: those that Node trusts)',
    },
  },
  execution: {
    printInterval: {
      env: 'PRINT_INTERVAL',
      kind: 'int',
      default: 0,
      help: 'log execution metrics every so many messages; 0: never',
    },
  },
  windows: {
    windowsFormat: {
      env: 'WINDOWS_FORMAT',
      kind: 'choice',
      choices: ['avro', 'json'],
      default: 'avro',
      help: 'how results of windows are written to their topics',
    },
  },
  clickhouse: {
    clickhouseUrl: {
      env: 'CLICKHOUSE_URL',
      kind: 'url',
      default: 'http://localhost:8123',
      defaultPortFrom: 'CLICKHOUSE_PORT',
      help: 'ClickHouse HTTP address',
    },
    clickhouseDatabase: { env: 'CLICKHOUSE_DATABASE', kind: 'string', default: 'weir', help: 'database' },
    clickhouseUser: { env: 'CLICKHOUSE_USER', kind: 'string', default: 'default', help: 'user name' },
    clickhousePassword: {
      env: 'CLICKHOUSE_PASSWORD',
      kind: 'string',
      default: '',
      secret: true,
      help: 'password of that user',
    },
    clickhouseCa: {
      env: 'CLICKHOUSE_CA',
      kind: 'file',
      optional: true,
      help: 'PEM file of the authority that signed ClickHouse’s certificate (default: those that Node trusts)',
    },
  },
  clickhouseReader: {
    clickhouseUser: {
      env: 'CLICKHOUSE_DASHBOARD_USER',
      kind: 'string',
      default: 'weir_dashboard',
      help: 'read-only ClickHouse user of the dashboard and the replayer',
    },
    clickhousePassword: {
      env: 'CLICKHOUSE_DASHBOARD_PASSWORD',
      kind: 'string',
      default: '',
      secret: true,
      help: 'password of that user',
    },
  },
  gateway: {
    gatewayUrl: {
      env: 'GATEWAY_URL',
      kind: 'url',
      default: 'http://localhost:4000',
      defaultPortFrom: 'GATEWAY_PORT',
      help: 'address of the gateway',
    },
    apiKey: {
      env: 'WEIR_API_KEY',
      kind: 'string',
      optional: true,
      secret: true,
      help: 'the key that the gateway is sent, where it asks for one',
    },
  },
} as const satisfies Record<string, ConfigTable>;
