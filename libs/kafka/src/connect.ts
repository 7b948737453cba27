import kafkajs from 'kafkajs';
import type { Kafka, LogEntry } from 'kafkajs';
import type { Logger } from '@weir/runtime';
import type { KafkaSecurity } from './security.ts';

/** What every connection to Kafka needs. `brokers` are `host:port`. */
export interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Absent: neither TLS nor a login. `kafkaConnection` reads it from the configuration. */
  readonly security?: KafkaSecurity | undefined;
  readonly log: Logger;
}

const { logLevel } = kafkajs;

let warningsFiltered = false;

/**
 * kafkajs asks for timers of negative length; Node ≥ 24 warns of each and then uses 1 ms, which is what was meant.
 * Only this one warning is hidden, all others pass.
 */
function hideNegativeTimeoutWarnings(): void {
  if (warningsFiltered) return;
  warningsFiltered = true;
  const emitWarning = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  process.emitWarning = (...args: unknown[]) => {
    const [warning, options] = args;
    const type = typeof options === 'string' ? options : (options as { type?: unknown } | undefined)?.type;
    const name = warning instanceof Error ? warning.name : type;
    if (name !== 'TimeoutNegativeWarning') emitWarning(...args);
  };
}

/** They report each attempt of each retry, and what is normal at a start; whoever called them says it once, in words. */
const noisy = new Set(['Connection', 'BrokerPool', 'Producer']);

/** kafkajs through pino: its errors become warnings (our own callers decide what is an error), the rest debug. */
export function kafkajsLogCreator(log: Logger) {
  return () =>
    ({
      namespace,
      level,
      log: { message, timestamp: _at, logger: _logger, stack: _stack, ...detail },
    }: LogEntry) => {
      const line = { kafkajs: namespace, ...detail };
      if (level === logLevel.ERROR && !noisy.has(namespace)) log.warn(line, message);
      else log.debug(line, message);
    };
}

/** A kafkajs client that logs through pino. Reads no environment and connects to nothing yet. */
export function createKafka({ brokers, clientId, log, security }: KafkaConnection): Kafka {
  hideNegativeTimeoutWarnings();
  const kafka = new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ...security,
    connectionTimeout: 2_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 5 },
    logLevel: logLevel.INFO,
    logCreator: kafkajsLogCreator(log),
  });
  targets.set(kafka, { brokers, security });
  return kafka;
}

/** Kafka's own errors do not say where; whoever explains them must know. */
const targets = new WeakMap<Kafka, Pick<KafkaConnection, 'brokers' | 'security'>>();

export const targetOf = (kafka: Kafka) => targets.get(kafka) ?? { brokers: [] };
