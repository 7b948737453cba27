/** The event times that every store on the way can hold (ClickHouse's DateTime, used in sorting keys, ends in 2106). */
export const earliestMs = 0;
export const latestMs = Date.UTC(2106, 0, 1) - 1;

const iso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;

export type TimeUnit = 'milliseconds' | 'seconds';

/** `Date.parse` takes 31 February for 3 March. */
function isInCalendar(isoText: string): boolean {
  const day = Number(isoText.slice(8, 10));
  if (day <= 28) return true;
  return new Date(`${isoText.slice(0, 10)}T00:00:00Z`).getUTCDate() === day;
}

const expected = {
  milliseconds: 'expected ISO 8601 with an offset (2026-01-31T12:00:00Z) or an integer of epoch milliseconds',
  seconds: 'expected Unix seconds (1769860800) or ISO 8601 with an offset (2026-01-31T12:00:00Z)',
} as const;

/**
 * An event time from JSON → epoch milliseconds, or what is wrong with it. Digits below the millisecond are cut.
 * A time without an offset is refused: the sender's time zone cannot be guessed.
 */
export function parseEventTime(input: unknown, unit: TimeUnit = 'milliseconds'): number | { error: string } {
  let ms: number;
  if (typeof input === 'string') {
    if (!iso.test(input)) {
      const zoneless = iso.test(`${input}Z`) ? '; this one has no offset, add Z or +01:00' : '';
      return { error: `${expected[unit]}, got ${JSON.stringify(input.slice(0, 60))}${zoneless}` };
    }
    ms = Date.parse(input.replace(' ', 'T').replace(',', '.'));
    if (Number.isNaN(ms) || !isInCalendar(input))
      return { error: `${JSON.stringify(input)} is no date of the calendar` };
  } else if (typeof input === 'number' && Number.isFinite(input)) {
    if (unit === 'milliseconds' && !Number.isInteger(input))
      return { error: `${expected[unit]}, got ${input}` };
    ms = unit === 'seconds' ? Math.floor(input * 1000 + 1e-4) : input;
  } else {
    return { error: `${expected[unit]}, got ${input === null ? 'null' : typeof input}` };
  }
  if (ms >= earliestMs && ms <= latestMs) return ms;
  const hint =
    unit === 'seconds' && typeof input === 'number' && input / 1000 <= latestMs / 1000 && input > 0
      ? '; it looks like milliseconds'
      : '';
  return { error: `is outside 1970 to 2105${hint}` };
}
