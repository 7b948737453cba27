const dayMs = 86_400_000;
const msOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** `2018-02-01` → `2018-02`. */
export const monthOf = (day: string): string => day.slice(0, 7);

/** The same day of the month so many months later; the last of the month where there is none such. */
export function addMonths(day: string, count: number): string {
  const at = new Date(msOf(day));
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + count + 1, 0));
  const date = Math.min(at.getUTCDate(), last.getUTCDate());
  return dayAt(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), date));
}

export const addDays = (day: string, count: number): string => dayAt(msOf(day) + count * dayMs);

/** 0 is Monday, as exchanges count. */
export const weekdayOf = (day: string): number => (new Date(msOf(day)).getUTCDay() + 6) % 7;

export const isWeekend = (day: string): boolean => weekdayOf(day) >= 5;

/** The days of a month in weeks from Monday to Sunday; undefined where the week belongs to another month. */
export function weeksOf(month: string): (string | undefined)[][] {
  const first = `${month}-01`;
  const weeks: (string | undefined)[][] = [];
  for (
    let monday = addDays(first, -weekdayOf(first));
    monthOf(monday) <= month;
    monday = addDays(monday, 7)
  ) {
    weeks.push(
      Array.from({ length: 7 }, (_, i) => addDays(monday, i)).map((day) =>
        monthOf(day) === month ? day : undefined,
      ),
    );
  }
  return weeks;
}

/** Where a key of the calendar leads (WAI-ARIA date grid): days, weeks, ends of the week, months. */
export function dayAfterKey(day: string, key: string): string | undefined {
  switch (key) {
    case 'ArrowLeft':
      return addDays(day, -1);
    case 'ArrowRight':
      return addDays(day, 1);
    case 'ArrowUp':
      return addDays(day, -7);
    case 'ArrowDown':
      return addDays(day, 7);
    case 'Home':
      return addDays(day, -weekdayOf(day));
    case 'End':
      return addDays(day, 6 - weekdayOf(day));
    case 'PageUp':
      return addMonths(day, -1);
    case 'PageDown':
      return addMonths(day, 1);
    default:
      return undefined;
  }
}

/** The newest weekday before a moment. */
export function weekdayBefore(ms: number): string {
  let day = dayAt(ms - dayMs);
  while (isWeekend(day)) day = addDays(day, -1);
  return day;
}
