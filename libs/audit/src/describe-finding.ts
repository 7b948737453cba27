import type { Fault } from './cells.ts';
import type { WrongWindow } from './compare-windows.ts';

const words: Readonly<Record<Fault, string>> = {
  uncounted: 'in time, but not counted',
  late_unproved: 'kept out as late, which neither the clock nor a silence confirms',
  late_untold: 'late, but no dead letter tells so',
  counted_late: 'counted although late',
  ahead_untold: 'ahead, but no dead letter tells so',
  ahead_unproved: 'called ahead by a dead letter, which their times deny',
};

const eventCount = (count: number, which = ''): string =>
  `${count}${which === '' ? '' : ` ${which}`} event${count === 1 ? '' : 's'}`;

/** What is wrong with a window, a sentence each. */
export function reasonsOf({
  published,
  publishedEvents,
  recomputed,
  recomputedEvents,
  unstoredOffset,
  faults,
}: WrongWindow): string[] {
  const reasons: string[] = [];
  if (unstoredOffset !== undefined) {
    reasons.push(`it counts up to offset ${unstoredOffset}, which is not stored`);
  }
  const more = publishedEvents - recomputedEvents;
  if (published !== undefined && more !== 0) {
    reasons.push(`it counts ${eventCount(Math.abs(more), more > 0 ? 'more' : 'fewer')} than are stored`);
  } else if (published !== undefined && published !== recomputed) {
    reasons.push('as many events are stored as it counts, but they give another value');
  }
  for (const [name, text] of Object.entries(words) as [Fault, string][]) {
    if (faults[name] > 0) reasons.push(`${eventCount(faults[name])} ${text}`);
  }
  if (reasons.length === 0) reasons.push('its last offset is not that of the last event that it counts');
  return reasons;
}
