import type { Market } from './market.ts';

/** A file of the bucket: an hour, or on the running day a minute, of one market. */
export interface BucketFile {
  readonly date: string;
  /** `07` for an hour, `0701` for a minute (UTC). */
  readonly period: string;
}

/** True for a date of the calendar such as 2018-02-01. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** Reads a key in either of its patterns (`_BINS_` and `-BINS-`); undefined for anything else in the bucket. */
export function parseKey(market: Market, key: string): BucketFile | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})\/\1[_-]BINS[_-]([A-Z]{4})(\d{2}(?:\d{2})?)\.csv$/.exec(key);
  if (match?.[2] !== market.fileLabel) return undefined;
  const [, date = '', , period = ''] = match;
  const isTime = Number(period.slice(0, 2)) < 24 && Number(period.slice(2) || 0) < 60;
  return isDate(date) && isTime ? { date, period } : undefined;
}

/** The key as most days have it. */
export const hourKey = (market: Market, date: string, hour: number): string =>
  `${date}/${date}_BINS_${market.fileLabel}${String(hour).padStart(2, '0')}.csv`;

/**
 * The keys of a day in the order of their content. Where an hour is there both whole and by minutes, or under both
 * patterns, its first whole file counts and the others would be doubles.
 */
export function dayKeys(market: Market, date: string, keys: readonly string[]): string[] {
  const byPeriod = new Map<string, string>();
  for (const key of keys.toSorted()) {
    const file = parseKey(market, key);
    if (file?.date === date && !byPeriod.has(file.period)) byPeriod.set(file.period, key);
  }
  return [...byPeriod]
    .filter(([period]) => period.length === 2 || !byPeriod.has(period.slice(0, 2)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, key]) => key);
}
