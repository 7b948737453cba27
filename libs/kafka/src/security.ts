import type { ConnectionOptions } from 'node:tls';
import type { SASLOptions } from 'kafkajs';
import type { commonConfig, Logger } from '@weir/runtime';
import { ConfigError, type Config } from '@weir/runtime/config';
import type { KafkaConnection } from './connect.ts';

/** TLS and login of every connection to a cluster, as kafkajs takes them. */
export interface KafkaSecurity {
  readonly ssl?: ConnectionOptions;
  readonly sasl?: SASLOptions;
}

type KafkaConfig = Config<typeof commonConfig.kafka>;

const mechanisms = {
  PLAIN: 'plain',
  'SCRAM-SHA-256': 'scram-sha-256',
  'SCRAM-SHA-512': 'scram-sha-512',
} as const;

function tlsOf({ kafkaSsl, kafkaSslCa, kafkaSslCert, kafkaSslKey }: KafkaConfig) {
  if (!(kafkaSsl ?? (kafkaSslCa !== undefined || kafkaSslCert !== undefined))) return undefined;
  return {
    ...(kafkaSslCa === undefined ? {} : { ca: kafkaSslCa }),
    ...(kafkaSslCert === undefined ? {} : { cert: kafkaSslCert }),
    ...(kafkaSslKey === undefined ? {} : { key: kafkaSslKey }),
  };
}

function loginOf(config: KafkaConfig): SASLOptions | undefined {
  const { kafkaSaslMechanism: mechanism, kafkaSaslUsername: username, kafkaSaslPassword: password } = config;
  if (mechanism === undefined || username === undefined || password === undefined) return undefined;
  return { mechanism: mechanisms[mechanism], username, password };
}

/** What belongs together and is only half set. */
function halfSet(config: KafkaConfig): string[] {
  const pair = (names: readonly string[], values: readonly unknown[]) => {
    const missing = names.filter((_name, index) => values[index] === undefined);
    if (missing.length === 0 || missing.length === names.length) return [];
    return [`${missing.join(' and ')} must be set too: ${names.join(', ')} go together`];
  };
  return [
    ...pair(
      ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'],
      [config.kafkaSaslMechanism, config.kafkaSaslUsername, config.kafkaSaslPassword],
    ),
    ...pair(['KAFKA_SSL_CERT', 'KAFKA_SSL_KEY'], [config.kafkaSslCert, config.kafkaSslKey]),
  ];
}

/** The security that a configuration asks for; undefined for none. Throws `ConfigError` when it is half set. */
export function kafkaSecurity(config: KafkaConfig): KafkaSecurity | undefined {
  const problems = halfSet(config);
  if (problems.length > 0) throw new ConfigError(problems);
  const ssl = tlsOf(config);
  const sasl = loginOf(config);
  if (ssl === undefined && sasl === undefined) return undefined;
  return { ...(ssl && { ssl }), ...(sasl && { sasl }) };
}

/** How every app connects: brokers, TLS and login from the configuration (`commonConfig.kafka`). */
export function kafkaConnection(
  config: KafkaConfig,
  { clientId, log }: { clientId: string; log: Logger },
): KafkaConnection {
  return { brokers: config.brokers, clientId, log, security: kafkaSecurity(config) };
}
