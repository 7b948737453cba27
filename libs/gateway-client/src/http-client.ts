import http from 'node:http';
import https from 'node:https';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Path with query. */
  readonly path: string;
  readonly body?: string | Buffer;
  readonly contentType?: string;
  /** `Idempotency-Key`: a request that is sent again with the same key is stored once. */
  readonly idempotencyKey?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** Parsed when the answer is JSON, else the text. */
  readonly body: unknown;
  /** The `Retry-After` header in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** The server could not be reached, or went away before it answered. */
export class ConnectionFailed extends Error {
  override readonly name = 'ConnectionFailed';
  /** False when the request cannot have arrived. */
  readonly mayHaveArrived: boolean;
  constructor(message: string, mayHaveArrived: boolean) {
    super(message);
    this.mayHaveArrived = mayHaveArrived;
  }
}

export interface HttpClient {
  request(request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

/** Above the gateway's own limit (5 s for a broker that is away), so that it is the one who says what is wrong. */
const answerWithinMs = 60_000;

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name cannot be resolved',
  EHOSTUNREACH: 'no route to the host',
  ETIMEDOUT: 'no answer',
};

const neverArrived = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

/** Seconds, or a date (RFC 9110 §10.2.3) → milliseconds from now. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const codeOf = (error: NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] }): string =>
  error.code ?? error.errors?.[0]?.code ?? '';

/**
 * HTTP with kept-alive connections, by Node's own client: the requests are few and large here, and it leaves the
 * endless demo 14 MB lighter than undici does.
 */
export function createHttpClient(
  baseUrl: string,
  { connections, apiKey }: { connections: number; apiKey?: string | undefined },
): HttpClient {
  const { protocol, hostname, port, pathname } = new URL(baseUrl);
  const transport = protocol === 'https:' ? https : http;
  const agent = new transport.Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  const prefix = pathname.replace(/\/$/, '');
  const host = hostname.replace(/^\[|\]$/g, '');

  return {
    request: ({ method, path, body, contentType, idempotencyKey }) =>
      new Promise((resolve, reject) => {
        const fail = (error: Error) => {
          const code = codeOf(error);
          reject(
            new ConnectionFailed(`${baseUrl}: ${reasons[code] ?? error.message}`, !neverArrived.has(code)),
          );
        };
        const headers = {
          accept: 'application/json',
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        };
        const request = transport.request(
          { agent, host, port, method, path: prefix + path, headers },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('error', fail);
            response.on('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                body: parseBody(Buffer.concat(chunks).toString()),
                retryAfterMs: parseRetryAfter(response.headers['retry-after'], Date.now()),
              }),
            );
          },
        );
        request.setTimeout(answerWithinMs, () =>
          request.destroy(new Error(`no answer within ${answerWithinMs / 1_000} s`)),
        );
        request.on('error', fail);
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}
