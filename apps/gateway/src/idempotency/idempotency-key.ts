import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../problem.ts';

/** A string of RFC 8941 (`"…"`), as the draft asks for, or the same without quotes, as most clients send it. */
const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"$/;
const plain = /^[\w.~:+/=-]{1,255}$/;

/** The request's `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header), if it has one. Throws 400. */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string | undefined {
  const given = headers['idempotency-key'];
  if (given === undefined) return undefined;
  const text = String(given).trim();
  const key = quoted.exec(text)?.[1] ?? plain.exec(text)?.[0];
  if (key === undefined) {
    throw new Problem(
      'bad-idempotency-key',
      'Idempotency-Key must be one string of 1 to 255 plain characters, such as a UUID, in quotes or not',
    );
  }
  return key;
}

const digest = (parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 32);
};

/** What a key stands for: it belongs to its caller and to one stream. The key itself is kept nowhere. */
export const requestIdOfKey = (caller: string, stream: string, key: string): string =>
  digest([caller, stream, key]);

/** Equal for requests that ask for the same. */
export const fingerprintOf = (run: string, form: string, body: Buffer): string => digest([run, form, body]);
