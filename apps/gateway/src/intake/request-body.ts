import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '../problem.ts';

/** The client hung up before its body was complete: there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** Bytes of bodies that all requests together may hold in memory. */
export class BodyBudget {
  readonly #limit: number;
  #used = 0;
  constructor(limit: number) {
    this.#limit = limit;
  }
  take(bytes: number): void {
    if (this.#used + bytes > this.#limit) {
      throw new Problem(
        'queue-full',
        `bodies of ${this.#used} bytes are being read already; NDJSON needs no such room`,
      );
    }
    this.#used += bytes;
  }
  give(bytes: number): void {
    this.#used -= bytes;
  }
}

const drainMs = 2_000;

/** Lets the client finish sending (it may not read our answer before), but not for ever. */
export function drain(raw: IncomingMessage): void {
  if (raw.complete) return;
  raw.unpipe();
  raw.resume();
  setTimeout(() => {
    if (!raw.complete) raw.destroy();
  }, drainMs).unref();
}

export const tooLarge = (limitBytes: number, members: Record<string, unknown> = {}) =>
  new Problem(
    'body-too-large',
    `a body may have at most ${limitBytes.toLocaleString('en')} bytes unpacked; send the rest in further requests`,
    members,
  );

/**
 * The request's body as a stream of plain bytes. Refuses at once what cannot be read: an encoding other than gzip, or
 * a Content-Length above the limit. The caller counts the unpacked bytes: a small gzip body can be a large one.
 */
export function openBody(raw: IncomingMessage, limitBytes: number): Readable {
  if (Number(raw.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const encoding = (raw.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return raw;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new Problem('unsupported-encoding', `content-encoding ${encoding}: send gzip, or nothing`);
  }
  const gunzip = createGunzip();
  raw.on('error', (error) => gunzip.destroy(error));
  raw.on('aborted', () => gunzip.destroy(new ClientGone('aborted')));
  return raw.pipe(gunzip);
}

/** Errors of the stream itself, in the client's terms. */
export function bodyError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('code' in error)) return error;
  const code = String(error.code);
  if (code.startsWith('Z_')) {
    return new Problem('invalid-body', 'content-encoding says gzip, but the body is not (or is cut off)');
  }
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' ? new ClientGone(code) : error;
}

/** The whole body in one piece, at most `limitBytes`. */
export function readWhole(body: Readable, limitBytes: number, budget: BodyBudget): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let ended = false;
    const finish = (error: unknown) => {
      if (ended) return;
      ended = true;
      body.off('data', onData);
      budget.give(bytes);
      reject(bodyError(error));
    };
    const onData = (chunk: Buffer) => {
      try {
        if (bytes + chunk.length > limitBytes) throw tooLarge(limitBytes);
        budget.take(chunk.length);
        bytes += chunk.length;
        chunks.push(chunk);
      } catch (error) {
        finish(error);
      }
    };
    body.on('data', onData);
    body.once('error', finish);
    // `close` follows a complete body too.
    body.once('close', () => {
      if (!ended) finish(new ClientGone('closed'));
    });
    body.once('end', () => {
      ended = true;
      budget.give(bytes);
      resolve(chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks, bytes));
    });
  });
}
