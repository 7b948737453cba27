import { measureColumns, ratioColumns, resultColumn } from './columns.ts';
import type { Row } from './row.ts';
import type { Column } from './table.ts';

const leg = (eventsPerSecond: number, cpuSecondsPerMillion: number) => ({
  fromEvents: 0,
  toEvents: 1,
  eventsPerSecond,
  cpuSecondsPerMillion,
});
const verdict = { right: true, compared: 2_023, wrong: 0, missing: 0, surplus: 0, example: undefined };
const row = (name: string, outcome: Row['outcome']): Row => ({ name, title: name, about: '', outcome });
const weir = row('weir', {
  state: 'measured',
  startSeconds: 1.25,
  cold: leg(300_000, 3),
  warm: leg(400_000, 2),
  peakBytes: 200 * 2 ** 20,
  endBytes: 0,
  verdict,
  samples: [],
});
const slow = row('slow', {
  state: 'measured',
  startSeconds: 2,
  cold: leg(100_000, 6),
  warm: undefined,
  peakBytes: 800 * 2 ** 20,
  endBytes: 0,
  verdict: { ...verdict, right: false, wrong: 1, missing: 2, surplus: 3 },
  samples: [],
});
const cellsOf = (columns: readonly Column<Row>[], one: Row) => columns.map(({ cell }) => cell(one));

test('a measured row: speeds, costs, memory, start', () => {
  expect(cellsOf(measureColumns, weir)).toEqual(['300,000', '400,000', '3.00', '2.00', '200', '1.3']);
  expect(cellsOf(measureColumns, slow)).toEqual(['100,000', '–', '6.00', '–', '800', '2.0']);
});

test('the result says right or wrong, and how much was compared', () => {
  expect(resultColumn.cell(weir)).toBe('right (2,023 windows)');
  expect(resultColumn.cell(slow)).toBe('WRONG: 1 differ, 2 missing, 3 too many of 2,023');
});

test('a contestant that could not run says why, in one line', () => {
  const absent = row('java', { state: 'not available', reason: 'mvn is not installed\nmore' });
  expect(resultColumn.cell(absent)).toBe('not available: mvn is not installed');
  expect(new Set(cellsOf(measureColumns, absent))).toEqual(new Set(['–']));
});

test('ratios are of the reference row to each other', () => {
  expect(cellsOf(ratioColumns(weir), slow)).toEqual(['× 3.00', '–', '× 0.50', '–', '× 0.25']);
  expect(ratioColumns(undefined)).toEqual([]);
});
