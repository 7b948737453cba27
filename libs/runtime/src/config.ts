import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';

/** One environment variable (or several names for it, first set wins) and how to read it. */
export interface ConfigEntry {
  readonly env: string | readonly string[];
  /** `file` is given as a path and read: the value is the file's text. */
  readonly kind:
    'string' | 'int' | 'number' | 'bool' | 'port' | 'list' | 'url' | 'duration' | 'choice' | 'file';
  readonly default?: string | number | boolean | readonly string[];
  /** The variable that moves the port in the default address: with `KAFKA_PORT=19092`, `localhost:19092`. */
  readonly defaultPortFrom?: string;
  readonly optional?: true;
  readonly secret?: true;
  readonly choices?: readonly string[];
  readonly help: string;
}

export type ConfigTable = Record<string, ConfigEntry>;

type ValueOf<E extends ConfigEntry> = E['kind'] extends 'int' | 'number' | 'port' | 'duration'
  ? number
  : E['kind'] extends 'bool'
    ? boolean
    : E['kind'] extends 'list'
      ? string[]
      : E extends { choices: readonly (infer C)[] }
        ? C
        : string;

/** What `readConfig` returns for a table: durations in milliseconds, lists split at commas. */
export type Config<T extends ConfigTable> = {
  readonly [K in keyof T]: T[K] extends { optional: true } ? ValueOf<T[K]> | undefined : ValueOf<T[K]>;
};

/** Every problem of a configuration at once, one line each. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`configuration: ${problems.join('; ')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

type Parsed = { value: string | number | boolean | string[] } | { problem: string };

const durationUnits: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `300ms`, `5s`, `1h` or a bare number of milliseconds → milliseconds; undefined when it is none of these. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim());
  if (match === null) return undefined;
  return Number(match[1]) * (durationUnits[match[2] ?? 'ms'] ?? 1);
}

function parseNumber(text: string, check: (n: number) => boolean, expected: string): Parsed {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) && check(value) ? { value } : { problem: `expected ${expected}` };
}

function parseUrl(text: string): Parsed {
  try {
    const { protocol } = new URL(text);
    if (protocol !== 'http:' && protocol !== 'https:') return { problem: 'expected an http(s) URL' };
    return { value: text.replace(/\/+$/, '') };
  } catch {
    return { problem: 'expected a URL such as http://localhost:8123' };
  }
}

/** Apps run in folders of their own, so a relative path would mean another file to each. */
function parseFile(path: string): Parsed {
  if (!isAbsolute(path)) return { problem: 'expected an absolute path' };
  try {
    return { value: readFileSync(path, 'utf8') };
  } catch (error) {
    const reason = String((error as NodeJS.ErrnoException).code);
    return { problem: reason === 'ENOENT' ? 'there is no such file' : `it cannot be read (${reason})` };
  }
}

function parse(entry: ConfigEntry, text: string): Parsed {
  switch (entry.kind) {
    case 'string':
      return { value: text };
    case 'int':
      return parseNumber(text, Number.isInteger, 'a whole number');
    case 'number':
      return parseNumber(text, () => true, 'a number');
    case 'port':
      return parseNumber(text, (n) => Number.isInteger(n) && n >= 0 && n < 65536, 'a port (0 to 65535)');
    case 'bool': {
      const word = text.trim().toLowerCase();
      if (['1', 'true', 'yes', 'on'].includes(word)) return { value: true };
      if (['0', 'false', 'no', 'off'].includes(word)) return { value: false };
      return { problem: 'expected 1 or 0 (also true/false, yes/no, on/off)' };
    }
    case 'list':
      return {
        value: text
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      };
    case 'url':
      return parseUrl(text);
    case 'file':
      return parseFile(text);
    case 'duration': {
      const value = parseDuration(text);
      return value === undefined ? { problem: 'expected a duration such as 300ms, 5s or 1h' } : { value };
    }
    case 'choice':
      return entry.choices?.includes(text)
        ? { value: text }
        : { problem: `expected one of ${entry.choices?.join(', ') ?? ''}` };
  }
}

const namesOf = (entry: ConfigEntry) => (typeof entry.env === 'string' ? [entry.env] : entry.env);

function defaultOf(entry: ConfigEntry, env: Record<string, string | undefined>): ConfigEntry['default'] {
  const port = entry.defaultPortFrom === undefined ? '' : (env[entry.defaultPortFrom] ?? '');
  if (port === '') return entry.default;
  const moved = (address: string) => address.replace(/:\d+/, `:${port}`);
  if (typeof entry.default === 'string') return moved(entry.default);
  return Array.isArray(entry.default) ? entry.default.map(moved) : entry.default;
}

/**
 * Reads a configuration table from the environment. An empty variable counts as unset.
 * Throws one `ConfigError` that lists every problem, so that nobody mends a deployment one variable at a time.
 */
export function readConfig<const T extends ConfigTable>(
  table: T,
  env: Record<string, string | undefined> = process.env,
): Config<T> {
  const config: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, entry] of Object.entries(table)) {
    const variable = namesOf(entry).find((key) => (env[key] ?? '') !== '');
    if (variable === undefined) {
      if (entry.default === undefined && !entry.optional) {
        problems.push(`${namesOf(entry)[0]} is not set: ${entry.help}`);
      }
      config[name] = defaultOf(entry, env);
      continue;
    }
    const text = env[variable] ?? '';
    const parsed = parse(entry, text);
    if ('problem' in parsed) {
      problems.push(`${variable}=${entry.secret ? '***' : text}: ${parsed.problem} (${entry.help})`);
    } else {
      config[name] = parsed.value;
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config as Config<T>;
}
