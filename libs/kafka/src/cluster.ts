// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- whoever compiles this file needs these types too
/// <reference path="./kafkajs-internals.d.ts" />
// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- as above
/// <reference path="./codec-types.d.ts" />
import Cluster from 'kafkajs/src/cluster/index.js';
import loggers from 'kafkajs/src/loggers/index.js';
import socketFactory from 'kafkajs/src/network/socketFactory.js';
import kafkajs from 'kafkajs';
import { kafkajsLogCreator, type KafkaConnection } from './connect.ts';

export type { Broker } from 'kafkajs/src/cluster/index.js';
export type { Cluster };

interface ClusterOptions {
  readonly requestTimeoutMs: number;
  readonly metadataMaxAgeMs: number;
  /** Whether "the end of a log" is its last committed record. */
  readonly readCommitted?: boolean;
}

/**
 * kafkajs's own connections and metadata, without its producer and consumer: for requests that those cannot make.
 * The one place that reaches into kafkajs; pinned to 2.2.4, which has had no release since 2023.
 * `requestTimeoutMs` bounds each request. Nothing is connected yet.
 */
export function createCluster(
  { brokers, clientId, log, security }: KafkaConnection,
  { requestTimeoutMs, metadataMaxAgeMs, readCommitted = true }: ClusterOptions,
): Cluster {
  return new Cluster({
    logger: loggers.createLogger({ level: kafkajs.logLevel.INFO, logCreator: kafkajsLogCreator(log) }),
    socketFactory: socketFactory(),
    brokers: [...brokers],
    clientId,
    ...security,
    connectionTimeout: 2_000,
    requestTimeout: requestTimeoutMs,
    enforceRequestTimeout: true,
    metadataMaxAge: metadataMaxAgeMs,
    allowAutoTopicCreation: false,
    isolationLevel: readCommitted ? 1 : 0,
    // Our callers retry, with a deadline of their own.
    retry: { retries: 0, initialRetryTime: 50, maxRetryTime: 50 },
  });
}
