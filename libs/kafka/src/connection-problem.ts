import { tlsProblem } from '@weir/runtime/tls-problem';
import type { KafkaConnection } from './connect.ts';
import { BrokerAccessRefused, BrokerUnavailable, messageOf } from './errors.ts';

type Target = Pick<KafkaConnection, 'brokers' | 'security'>;

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** Kafka hangs up without a word on who speaks the wrong protocol; and when it ends. */
function hangUp({ security }: Target): string {
  if (security?.ssl === undefined) return 'does it expect TLS (KAFKA_SSL=1, KAFKA_SSL_CA)?';
  if (security.sasl === undefined) return 'does it expect a login (KAFKA_SASL_MECHANISM and so on)?';
  return 'is it going down?';
}

/**
 * An error of a connection, in words that say what to do. `BrokerAccessRefused` for what only an operator can mend (login,
 * certificate); anything else may pass by itself.
 */
export function connectionProblem(error: unknown, target: Target): Error {
  const where = `Kafka at ${target.brokers.join(', ')}`;
  const { sasl } = target.security ?? {};
  if (nameOf(error) === 'KafkaJSSASLAuthenticationError' && sasl !== undefined) {
    const user = 'username' in sasl ? ` of ${sasl.username}` : '';
    return new BrokerAccessRefused(
      `${where} refuses the login${user} by ${sasl.mechanism.toUpperCase()}: check KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD and KAFKA_SASL_MECHANISM`,
    );
  }
  const tls = tlsProblem(error);
  if (tls !== undefined && target.security?.ssl !== undefined) {
    const remedy =
      tls.kind === 'no tls'
        ? 'unset KAFKA_SSL and KAFKA_SSL_CA, or use the port of its TLS'
        : 'set KAFKA_SSL_CA to the PEM file of its authority, and use the names in its certificate';
    return new BrokerAccessRefused(`${where}: ${tls.text}: ${remedy}`);
  }
  if (/^Closed connection$/.test(messageOf(error))) {
    return new BrokerUnavailable(`${where} closes the connection: ${hangUp(target)}`);
  }
  return error instanceof Error ? error : new Error(String(error));
}
