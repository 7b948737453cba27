import { commonConfig, type ConfigTable } from '@weir/runtime';

export const configTable = {
  ...commonConfig.host,
  ...commonConfig.kafka,
  ...commonConfig.registry,
  ...commonConfig.execution,
  port: { env: 'GATEWAY_PORT', kind: 'port', default: 4000, help: 'HTTP port of the gateway' },
  bodyLimitBytes: {
    env: 'GATEWAY_BODY_LIMIT',
    kind: 'int',
    default: 32 * 1024 * 1024,
    help: 'largest request body in bytes, after decompression',
  },
  queueLimitBytes: {
    env: 'GATEWAY_QUEUE_LIMIT',
    kind: 'int',
    default: 64 * 1024 * 1024,
    help: 'most bytes that may wait for Kafka; more is answered 503',
  },
  apiKeys: {
    env: 'WEIR_API_KEYS',
    kind: 'string',
    optional: true,
    secret: true,
    help: 'who may send: name:sha256:streams entries, separated by ; (`npx weir keys new` makes one)',
  },
  rateLimit: {
    env: 'GATEWAY_RATE_LIMIT',
    kind: 'string',
    optional: true,
    help: 'requests that one key, or one address, may send: 100/s, 6000/m',
  },
  eventLimit: {
    env: 'GATEWAY_EVENT_LIMIT',
    kind: 'string',
    optional: true,
    help: 'events that one key, or one address, may send, in however many requests: 1000/s, 100000/m',
  },
  corsOrigins: {
    env: 'GATEWAY_CORS_ORIGINS',
    kind: 'list',
    default: [],
    help: 'origins whose pages may call the gateway; * for all',
  },
  securityHeaders: {
    env: 'GATEWAY_SECURITY_HEADERS',
    kind: 'bool',
    default: false,
    help: 'answer with the security headers of browsers (CSP, frame options, …)',
  },
  trustedProxies: {
    env: 'GATEWAY_TRUST_PROXY',
    kind: 'list',
    default: [],
    help: 'addresses or networks of proxies whose X-Forwarded-For is believed',
  },
  headersTimeoutMs: {
    env: 'GATEWAY_HEADERS_TIMEOUT',
    kind: 'duration',
    default: 20_000,
    help: 'longest time that the headers of a request may take to arrive',
  },
  requestTimeoutMs: {
    env: 'GATEWAY_REQUEST_TIMEOUT',
    kind: 'duration',
    default: 300_000,
    help: 'longest time that a whole request may take to arrive',
  },
  idempotencyWindowMs: {
    env: 'GATEWAY_IDEMPOTENCY_WINDOW',
    kind: 'duration',
    default: 3_600_000,
    help: 'how long a request with an Idempotency-Key is known again',
  },
  idempotencyMemoryBytes: {
    env: 'GATEWAY_IDEMPOTENCY_MEMORY',
    kind: 'int',
    default: 64 * 1024 * 1024,
    help: 'memory for answers by Idempotency-Key, in bytes; the oldest are forgotten when it is full',
  },
  lingerMs: {
    env: 'GATEWAY_LINGER',
    kind: 'duration',
    default: 3,
    help: 'how long the first event of a Kafka request waits for company',
  },
  intakeGroup: {
    env: 'INTAKE_GROUP',
    kind: 'string',
    optional: true,
    help: 'consumer group of the gateways that take JSON from <stream>.in topics; weir-intake by default',
  },
  /** An earlier frame counter has one group for all it runs; two kinds of members cannot share one. */
  consumerGroup: {
    env: 'CONSUMER_GROUP_ID',
    kind: 'string',
    optional: true,
    help: 'without INTAKE_GROUP, the group is named after this: <name>-intake',
  },
} as const satisfies ConfigTable;
