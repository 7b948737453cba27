import { zoneOffsetMs, type Zone } from '../format/time-format.ts';

/** Epoch ms → what an `<input type="datetime-local">` holds (`2026-01-31T12:00:00`), in UTC or the local clock. */
export const toPickerTime = (ms: number, zone: Zone): string =>
  new Date(ms + zoneOffsetMs(ms, zone)).toISOString().slice(0, 19);

/** The inverse of `toPickerTime`; NaN when the input is empty or no time. */
export const fromPickerTime = (text: string, zone: Zone): number =>
  Date.parse(zone === 'utc' && text !== '' ? `${text}Z` : text);
