import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../problem.ts';
import { findKey, type ApiKey } from './api-keys.ts';

/** Who sends a request. */
export interface Caller {
  /** The name of its key; empty when no keys are asked for. */
  readonly name: string;
  maySend(stream: string): boolean;
}

/** Who may do what. */
export interface Access {
  /** Undefined: the request carries no key although one is needed to send. Throws 401 when it carries one that is not known. */
  callerOf(headers: IncomingHttpHeaders): Caller | undefined;
  /** The caller, if it may send to the stream. Throws 401 or 403. */
  require(headers: IncomingHttpHeaders, stream?: string): Caller;
}

const anyone: Caller = { name: '', maySend: () => true };

/** Without `WEIR_API_KEYS`: everybody may send everything. */
export const openAccess: Access = { callerOf: () => anyone, require: () => anyone };

/** `Authorization: Bearer KEY` (RFC 6750), or `X-API-Key: KEY` for clients that cannot set the former. */
export function presentedKey(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  const plain = headers['x-api-key'];
  return bearer ?? (typeof plain === 'string' && plain !== '' ? plain : undefined);
}

/** Access by keys. Reading needs none: what is stored is not told here. */
export function accessByKeys(keys: readonly ApiKey[]): Access {
  const callers = new Map(
    keys.map((key): [ApiKey, Caller] => [
      key,
      { name: key.name, maySend: (stream) => key.streams === '*' || key.streams.has(stream) },
    ]),
  );

  function callerOf(headers: IncomingHttpHeaders): Caller | undefined {
    const presented = presentedKey(headers);
    if (presented === undefined) return undefined;
    const key = findKey(keys, presented);
    const caller = key === undefined ? undefined : callers.get(key);
    if (caller === undefined)
      throw new Problem('unknown-api-key', 'this API key is not (or no longer) valid');
    return caller;
  }

  return {
    callerOf,
    require(headers, stream) {
      const caller = callerOf(headers);
      if (caller === undefined) {
        throw new Problem('no-api-key', 'send an API key: Authorization: Bearer KEY, or X-API-Key: KEY');
      }
      if (stream !== undefined && !caller.maySend(stream)) {
        throw new Problem(
          'stream-not-allowed',
          `the key of ${caller.name} may not send to ${stream.slice(0, 60)}; GET /v1/streams says what it may`,
        );
      }
      return caller;
    },
  };
}
