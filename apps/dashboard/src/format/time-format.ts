/** In whose clock times are written. */
export type Zone = 'utc' | 'local';

const cache = new Map<string, Intl.DateTimeFormat>();

function format(ms: number, zone: Zone, key: string, options: Intl.DateTimeFormatOptions): string {
  const id = `${zone} ${key}`;
  let formatter = cache.get(id);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat(undefined, {
      ...options,
      hourCycle: 'h23',
      ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
    });
    cache.set(id, formatter);
  }
  return formatter.format(ms);
}

const clock = { hour: '2-digit', minute: '2-digit' } as const;
const date = { month: 'short', day: 'numeric' } as const;

export const formatClock = (ms: number, zone: Zone): string => format(ms, zone, 'clock', clock);
export const formatClockSeconds = (ms: number, zone: Zone): string =>
  format(ms, zone, 'seconds', { ...clock, second: '2-digit' });
export const formatDay = (ms: number, zone: Zone): string => format(ms, zone, 'day', date);
export const formatMoment = (ms: number, zone: Zone): string =>
  format(ms, zone, 'moment', { ...date, ...clock, second: '2-digit' });

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** 3000 → "3 seconds", 60000 → "minute" (as in "per minute"). Lengths that no unit divides are given in ms. */
export function durationWords(ms: number): string {
  for (const [unit, size] of units) {
    if (ms >= size && ms % size === 0) return ms === size ? unit : `${ms / size} ${unit}s`;
  }
  return `${ms} ms`;
}

/** Minutes to add to UTC for the local clock at a moment. */
export const zoneOffsetMs = (ms: number, zone: Zone): number =>
  zone === 'utc' ? 0 : -new Date(ms).getTimezoneOffset() * 60_000;

/** A step of time as it is put above a chart's numbers: from – to. */
export const stepWords = (t: number, stepMs: number, zone: Zone): string =>
  `${formatMoment(t, zone)} – ${formatClockSeconds(t + stepMs, zone)}`;

/** A moment to the millisecond, for single events. */
export const formatInstant = (ms: number, zone: Zone): string =>
  format(ms, zone, 'instant', { ...date, ...clock, second: '2-digit', fractionalSecondDigits: 3 });
