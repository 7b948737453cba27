import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** True when all is well; a sentence saying what is wrong otherwise. */
export type Health = true | string;

export interface HealthServerOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Registry;
  readonly isLive: () => Health;
  readonly isReady: () => Health;
  /** Further JSON answers by path, for example `/partitions`. */
  readonly json?: Record<string, () => unknown>;
}

function answerHealth(response: ServerResponse, health: Health): void {
  const ok = health === true;
  response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' });
  response.end(JSON.stringify(ok ? { status: 'ok' } : { status: 'unavailable', reason: health }));
}

/**
 * The small HTTP server of an app that has no other one: `/healthz`, `/readyz`, `/metrics` and the given JSON paths.
 * Resolves when it listens, with the port it got (for `port: 0`) and a way to close it.
 */
export async function serveHealth(
  options: HealthServerOptions,
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const json = options.json?.[path];
    if (path === '/healthz') answerHealth(response, options.isLive());
    else if (path === '/readyz') answerHealth(response, options.isReady());
    else if (path === '/metrics') {
      void options.metrics.metrics().then((text) => {
        response.writeHead(200, { 'content-type': options.metrics.contentType });
        response.end(text);
      });
    } else if (json !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(json()));
    } else {
      response.writeHead(404, { 'content-type': 'application/problem+json' });
      response.end(
        JSON.stringify({ title: 'Not Found', status: 404, detail: `there is nothing at ${path}` }),
      );
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${options.port} is taken; stop what listens there or set another port`)
          : error,
      ),
    );
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
