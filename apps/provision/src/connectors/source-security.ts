import { kafkaSecurity } from '@weir/kafka';
import type { ProvisionConfig } from '../config.ts';

/**
 * What ClickHouse's Kafka engine needs to come in as the apps do. The authority that it trusts, and a certificate of its
 * own, are its server's configuration (`<kafka><ssl_ca_location>`): files on its disk, which nothing here can put there.
 */
export function clickhouseKafkaSettings(config: ProvisionConfig): Record<string, string> {
  const { ssl, sasl } = kafkaSecurity(config) ?? {};
  if (ssl === undefined && sasl === undefined) return {};
  const protocol = [...(sasl === undefined ? [] : ['sasl']), ssl === undefined ? 'plaintext' : 'ssl'];
  return {
    kafka_security_protocol: protocol.join('_'),
    ...(sasl === undefined
      ? {}
      : {
          kafka_sasl_mechanism: config.kafkaSaslMechanism ?? '',
          kafka_sasl_username: config.kafkaSaslUsername ?? '',
          kafka_sasl_password: config.kafkaSaslPassword ?? '',
        }),
  };
}

/** The registry's login within its address: the one way that `AvroConfluent` takes it. ClickHouse hides it when asked. */
export function withLogin(url: string, config: ProvisionConfig): string {
  if (config.registryUsername === undefined) return url;
  const [user, password] = [config.registryUsername, config.registryPassword ?? ''].map(encodeURIComponent);
  return url.replace('://', `://${user}:${password}@`);
}
