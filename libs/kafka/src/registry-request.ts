import * as http from 'node:http';
import * as https from 'node:https';
import type { commonConfig, Config } from '@weir/runtime';

/** Where a schema registry is and what it asks of us. */
export interface RegistryOptions {
  readonly url: string;
  /** HTTP basic authentication; both or neither. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** PEM of the authority that signed its certificate. Absent: those that Node trusts. */
  readonly ca?: string | undefined;
}

/** How every app reaches the registry (`commonConfig.registry`). */
export const registryOptions = (config: Config<typeof commonConfig.registry>): RegistryOptions => ({
  url: config.registryUrl,
  username: config.registryUsername,
  password: config.registryPassword,
  ca: config.registryCa,
});

export interface RegistryAnswer {
  readonly status: number;
  readonly text: string;
}

/** For an `https:` registry whose authority Node does not know. */
export const registryAgent = ({ url, ca }: RegistryOptions): https.Agent | undefined =>
  ca !== undefined && url.startsWith('https:') ? new https.Agent({ ca, keepAlive: false }) : undefined;

/** One request to the registry, with login and authority. `fetch` takes no authority of its own. */
export function createRegistryRequest(options: RegistryOptions, timeoutMs: number) {
  const { url, username, password } = options;
  const agent = registryAgent(options);
  const { request } = url.startsWith('https:') ? https : http;
  return (path: string, { method = 'GET', body }: { method?: string; body?: string } = {}) =>
    new Promise<RegistryAnswer>((resolve, reject) => {
      const sent = request(
        url + path,
        {
          method,
          headers: {
            'content-type': 'application/vnd.schemaregistry.v1+json',
            ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
          },
          ...(username === undefined ? {} : { auth: `${username}:${password ?? ''}` }),
          ...(agent === undefined ? {} : { agent }),
          signal: AbortSignal.timeout(timeoutMs),
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk: string) => (text += chunk));
          answer.on('error', reject);
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
}
