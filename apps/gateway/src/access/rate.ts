import { ConfigError, parseDuration } from '@weir/runtime';

/** So many (requests, or events) in each period. */
export interface Rate {
  readonly count: number;
  readonly periodMs: number;
}

/** `100/s`, `6000/m`, `500/10s` → a rate of `what`. Throws a `ConfigError`. */
export function parseRate(variable: string, text: string, what: 'requests' | 'events'): Rate {
  const [, digits = '', period = ''] = /^(\d+)\/(\d*(?:ms|s|m|h|d))$/.exec(text.trim()) ?? [];
  const periodMs = parseDuration(/^\d/.test(period) ? period : `1${period}`);
  const count = Number(digits);
  if (digits === '' || count < 1 || periodMs === undefined || periodMs < 1) {
    throw new ConfigError([`${variable}=${text}: expected ${what} in a period, such as 100/s or 6000/m`]);
  }
  return { count, periodMs };
}
