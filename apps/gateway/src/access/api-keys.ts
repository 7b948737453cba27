import { createHash, timingSafeEqual } from 'node:crypto';
import { ConfigError } from '@weir/runtime';

/** One key that is let in. Several may share a name: that is how a key is replaced without a gap. */
export interface ApiKey {
  readonly name: string;
  /** SHA-256 of the key; the key itself is kept nowhere. */
  readonly hash: Buffer;
  /** Streams that its holder may send to. */
  readonly streams: '*' | ReadonlySet<string>;
}

const entryForm = /^([\w.-]{1,60}):([0-9a-f]{64}):(\*|[\w-]+(?:,[\w-]+)*)$/;

/** Keys have 256 random bits, so a fast hash is enough: there is no dictionary to try. */
export const hashOfKey = (key: string): Buffer => createHash('sha256').update(key).digest();

/**
 * Reads `WEIR_API_KEYS`: entries `name:sha256:stream,stream` or `name:sha256:*`, separated by `;` or white space.
 * Throws a `ConfigError` with every problem; it names the place of an entry, never its text.
 */
export function parseApiKeys(text: string, knownStreams: readonly string[]): ApiKey[] {
  const problems: string[] = [];
  const keys: ApiKey[] = [];
  const entries = text.split(/[;\s]+/).filter((entry) => entry !== '');
  entries.forEach((entry, index) => {
    const match = entryForm.exec(entry);
    if (match === null) {
      const form = 'name:sha256-in-hex:stream,stream (or * for all streams); `npx weir keys new` makes one';
      return void problems.push(`WEIR_API_KEYS: entry ${index + 1} is not of the form ${form}`);
    }
    const [, name = '', hex = '', list = ''] = match;
    const streams = list === '*' ? '*' : new Set(list.split(','));
    const unknown = streams === '*' ? [] : [...streams].filter((one) => !knownStreams.includes(one));
    if (unknown.length > 0) {
      problems.push(
        `WEIR_API_KEYS: ${name} may send to ${unknown.join(', ')}: there are only ${knownStreams.join(', ')}`,
      );
    }
    const hash = Buffer.from(hex, 'hex');
    if (keys.some((key) => key.hash.equals(hash)))
      problems.push(`WEIR_API_KEYS: the key of entry ${index + 1} is there twice`);
    keys.push({ name, hash, streams });
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return keys;
}

/** The entry of a key, compared in a time that tells nothing of the entries. */
export function findKey(keys: readonly ApiKey[], presented: string): ApiKey | undefined {
  const hash = hashOfKey(presented);
  let found: ApiKey | undefined;
  for (const key of keys) if (timingSafeEqual(key.hash, hash)) found = key;
  return found;
}
