import { subtract, textOf, unitsOf } from './decimal-text.ts';
import { reasonsOf } from './describe-finding.ts';
import type { WrongWindow } from './compare-windows.ts';

const none = {
  uncounted: 0,
  late_unproved: 0,
  late_untold: 0,
  counted_late: 0,
  ahead_untold: 0,
  ahead_unproved: 0,
};
const wrong = (facts: Partial<WrongWindow>): WrongWindow => ({
  runId: '',
  windowStartMs: 0,
  group: '',
  published: '5',
  publishedEvents: 5,
  recomputed: '5',
  recomputedEvents: 5,
  unstoredOffset: undefined,
  faults: none,
  ...facts,
});

test('differences are exact to the last decimal, below zero too', () => {
  expect(subtract('100000000000000000000.0001', '0.0002')).toBe('99999999999999999999.9999');
  expect(subtract('3.75', '103.75')).toBe('-100');
  expect(textOf(unitsOf('-0.5'))).toBe('-0.5');
  expect(() => unitsOf('nan')).toThrow('"nan"');
});

test('a window says whether events or their values differ', () => {
  expect(reasonsOf(wrong({ publishedEvents: 6 }))).toEqual(['it counts 1 more event than are stored']);
  expect(reasonsOf(wrong({ recomputedEvents: 7 }))).toEqual(['it counts 2 fewer events than are stored']);
  expect(reasonsOf(wrong({ recomputed: '6' }))).toEqual([
    'as many events are stored as it counts, but they give another value',
  ]);
});

test('every fault is told with its number', () => {
  const reasons = reasonsOf(wrong({ faults: { ...none, uncounted: 1, counted_late: 2 }, unstoredOffset: 9 }));
  expect(reasons).toEqual([
    'it counts up to offset 9, which is not stored',
    '1 event in time, but not counted',
    '2 events counted although late',
  ]);
});

test('there is always a reason', () => {
  expect(reasonsOf(wrong({}))).toHaveLength(1);
});
