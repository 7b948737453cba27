import type { Replay, Speed } from './market-types.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(day: string, key: string, options: Intl.DateTimeFormatOptions): string {
  const known = formats.get(key) ?? new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' });
  formats.set(key, known);
  return known.format(Date.parse(`${day}T00:00:00Z`));
}

/** A day of the exchange in the reader's language: `Thursday, 1 February 2018`. Days are days of UTC. */
export const dayWords = (day: string): string => format(day, 'full', { dateStyle: 'full' });
/** `1 Feb 2018`. */
export const shortDay = (day: string): string => format(day, 'medium', { dateStyle: 'medium' });
/** `February 2018`. */
export const monthWords = (month: string): string =>
  format(`${month}-01`, 'month', { month: 'long', year: 'numeric' });
/** `Thu` of a day. */
export const weekdayWords = (day: string, style: 'short' | 'long'): string =>
  format(day, `weekday ${style}`, { weekday: style });

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });
const change = new Intl.NumberFormat(undefined, {
  style: 'percent',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'exceptZero',
});

/** A share of a whole, never rounded up to all of it. */
export const shareWords = (part: number, whole: number): string =>
  percent.format(whole === 0 ? 0 : Math.floor((1_000 * part) / whole) / 1_000);

/** `+1.25%`: the sign says what the colour says. */
export const changeWords = (inPercent: number): string => change.format(inPercent / 100);

export const offeredSpeeds: readonly Speed[] = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_000, 'max'];

export const speedWords = (speed: Speed): string =>
  speed === 'max' ? 'as fast as it goes' : `${speed.toLocaleString()}×`;

/** What a state means, and how it looks. */
export const stateWords: Record<Replay['state'], { readonly text: string; readonly tone: string }> = {
  running: { text: 'running', tone: 'good' },
  paused: { text: 'paused', tone: 'warn' },
  stopped: { text: 'stopped', tone: '' },
  finished: { text: 'finished', tone: 'good' },
  failed: { text: 'failed', tone: 'bad' },
};
