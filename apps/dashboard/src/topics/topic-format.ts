import type { Zone } from '../format/time-format.ts';

const two = (value: number, digits = 2) => String(value).padStart(digits, '0');

/** To the millisecond, and sortable: `2026-01-31 12:00:00.123`. */
export function formatPrecise(ms: number, zone: Zone): string {
  const at = new Date(zone === 'utc' ? ms : ms - new Date(ms).getTimezoneOffset() * 60_000);
  const day = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map((one) => two(one)).join(':');
  return `${day} ${time}.${two(at.getUTCMilliseconds(), 3)}`;
}

/** 12,345 in the reader's locale. */
export const formatCount = (value: number): string => value.toLocaleString();

/** Bytes in decimal units: `12.3 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value.toLocaleString(undefined, { maximumFractionDigits: unit === 0 ? 0 : 1 })} ${units[unit]}`;
}

const steps = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A length of time, roughly: `7 d`, `1.5 h`, `40 s`. */
export function formatLength(ms: number): string {
  for (const [unit, size] of steps) {
    if (ms >= size) return `${(ms / size).toLocaleString(undefined, { maximumFractionDigits: 1 })} ${unit}`;
  }
  return `${Math.round(ms)} ms`;
}
