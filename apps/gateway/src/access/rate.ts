import { ConfigError, parseDuration } from '@weir/runtime';

/** So many requests in each period. */
export interface Rate {
  readonly requests: number;
  readonly periodMs: number;
}

/** `100/s`, `6000/m`, `500/10s` → a rate. Throws a `ConfigError`. */
export function parseRate(variable: string, text: string): Rate {
  const [, count = '', period = ''] = /^(\d+)\/(\d*(?:ms|s|m|h|d))$/.exec(text.trim()) ?? [];
  const periodMs = parseDuration(/^\d/.test(period) ? period : `1${period}`);
  const requests = Number(count);
  if (count === '' || requests < 1 || periodMs === undefined || periodMs < 1) {
    throw new ConfigError([`${variable}=${text}: expected requests in a period, such as 100/s or 6000/m`]);
  }
  return { requests, periodMs };
}
