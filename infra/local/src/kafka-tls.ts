import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Who may use a secured stack: one user for everything. */
export interface StackLogin {
  readonly username: string;
  readonly password: string;
}

/** A self-signed certificate for this machine, which is its own authority. */
export interface Certificate {
  /** PKCS 12 with certificate and key. */
  readonly keyStore: string;
  readonly keyStorePassword: string;
  /** PEM of the certificate. */
  readonly ca: string;
}

export interface SecuredListener extends Certificate, StackLogin {
  /** Where the brokers speak among themselves. */
  readonly internalPort: number;
}

export const certificateIn = (folder: string): Certificate => ({
  keyStore: join(folder, 'server.p12'),
  keyStorePassword: 'loopback',
  ca: join(folder, 'ca.pem'),
});

/** Made once per folder, with Java's own tool. */
export async function makeCertificate(folder: string, java: string): Promise<Certificate> {
  const certificate = certificateIn(folder);
  const { keyStore, keyStorePassword, ca } = certificate;
  if (existsSync(ca)) return certificate;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keytool = java.includes('/') ? join(dirname(java), 'keytool') : 'keytool';
  const store = ['-keystore', keyStore, '-storepass', keyStorePassword, '-alias', 'weir'];
  const pair = ['-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '3650'];
  const names = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1'];
  await run(keytool, [...pair, ...names, '-storetype', 'PKCS12', ...store]);
  const { stdout } = await run(keytool, ['-exportcert', '-rfc', ...store]);
  writeFileSync(ca, stdout);
  return certificate;
}

/** For the formatting tool: users must exist before the first broker starts (KIP-900). */
export const scramUsers = ({ username, password }: StackLogin): string[] =>
  ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${username},password=${password}]`,
  ]);

/** Clients come through TLS with a login, brokers through a port of their own. All on loopback. */
export function securedListeners(
  port: number,
  controller: string,
  { keyStore, keyStorePassword, username, password, internalPort }: SecuredListener,
): Record<string, string> {
  const login = 'listener.name.sasl_ssl';
  return {
    listeners: `SASL_SSL://127.0.0.1:${port},INTERNAL://127.0.0.1:${internalPort},${controller}`,
    'advertised.listeners': `SASL_SSL://127.0.0.1:${port},INTERNAL://127.0.0.1:${internalPort}`,
    'listener.security.protocol.map': 'SASL_SSL:SASL_SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'INTERNAL',
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.location': keyStore,
    'ssl.keystore.password': keyStorePassword,
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    [`${login}.plain.sasl.jaas.config`]: `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`,
    [`${login}.scram-sha-256.sasl.jaas.config`]:
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    [`${login}.scram-sha-512.sasl.jaas.config`]:
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  };
}
