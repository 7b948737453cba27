import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

export interface TlsFront {
  /** `https://localhost:PORT`. */
  readonly url: string;
  close(): Promise<void>;
}

/** HTTPS, and a login if one is given, before a plain HTTP service: what a reverse proxy does in a real set-up. */
export async function tlsFront(options: {
  readonly target: string;
  readonly keyStore: string;
  readonly keyStorePassword: string;
  readonly login?: { readonly username: string; readonly password: string };
}): Promise<TlsFront> {
  const { target, keyStore, keyStorePassword, login } = options;
  const expected = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  const server = createServer(
    { pfx: readFileSync(keyStore), passphrase: keyStorePassword },
    (asked, answer) => {
      if (expected !== undefined && asked.headers.authorization !== expected) {
        answer.writeHead(401, { 'www-authenticate': 'Basic' }).end('{"error_code":401,"message":"no"}');
        return;
      }
      const { method, headers } = asked;
      const passed = request(`${target}${asked.url}`, { method, headers }, (got) => {
        answer.writeHead(got.statusCode ?? 502, got.headers);
        pipeline(got, answer, () => undefined);
      });
      passed.on('error', () => answer.destroy());
      pipeline(asked, passed, () => undefined);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
