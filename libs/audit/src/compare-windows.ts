import type { Clickhouse } from '@weir/clickhouse';
import { faults, windowsSql, type Fault } from './cells.ts';
import type { Scope } from './judged-rows.ts';
import { sliceParameters, type Slice } from './slice.ts';

/** A window (of one group) whose published value is not what the raw events give. Values are exact decimal text. */
export interface WrongWindow {
  readonly runId: string;
  readonly windowStartMs: number;
  readonly group: string;
  /** Undefined: nothing was published. */
  readonly published: string | undefined;
  readonly publishedEvents: number;
  readonly recomputed: string;
  readonly recomputedEvents: number;
  /** The greatest offset that it claims to have counted, when no such offset is stored. */
  readonly unstoredOffset: number | undefined;
  readonly faults: Readonly<Record<Fault, number>>;
}

/** What a comparison of some windows of one metric found. A window of a group counts by itself. */
export interface Comparison {
  readonly windows: number;
  readonly equal: number;
  /** Equal once late and ahead events are left out and groups over the bound are put together. */
  readonly explained: number;
  readonly unexplained: number;
  /** Of the compared ones, those whose value may still change. */
  readonly provisional: number;
  /** Windows so new that nothing was published yet, or that what they count is not stored yet. Not compared. */
  readonly pending: number;
  /** Windows from before the metric was first published, while others of the stream already were. Not compared. */
  readonly older: number;
  /** Events (items, for an `each` metric) that the recomputed values are made of. */
  readonly events: number;
  readonly late: number;
  readonly ahead: number;
  /** Records that the aggregator could not take for events: a dead letter says why. */
  readonly refused: number;
  /** Events counted in the group `(other)` in place of their own. */
  readonly other: number;
  /** Events that came after the last one that the published value counts. */
  readonly waiting: number;
  readonly lateUnproved: number;
  /** Of the unexplained ones, those that count an offset which was not stored when the query began. */
  readonly unstored: number;
  readonly wrong: readonly WrongWindow[];
}

/** How many wrong windows are described; all are counted. */
const described = 100;

const wrongColumns = [
  'run_id',
  'toString(_window)',
  '_group',
  'toString(_found)',
  'toString(_published)',
  'toString(_published_events)',
  'toString(_value)',
  'toString(_events)',
  'toString(_unstored)',
  'toString(_unstored_offset)',
  ...faults.map((name) => `toString(_${name})`),
];

const comparisonSql = (scope: Scope): string => `SELECT countIf(NOT _pending AND NOT _older) AS windows,
    countIf(NOT (_pending OR _older OR _wrong OR _explained)) AS equal, countIf(_explained) AS explained,
    countIf(_wrong) AS unexplained, countIf(_found AND (NOT _final OR _waiting_events > 0)) AS provisional,
    countIf(_pending) AS pending, countIf(_older) AS older, sum(_refused_events) AS refused, sum(_events) AS events, sum(_late_events) AS late, sum(_ahead_events) AS ahead,
    sum(_other_events) AS other, sum(_waiting_events) AS waiting, sum(_late_unproved) AS late_unproved,
    countIf(_wrong AND _unstored) AS unstored,
    groupArraySortedIf(${described})([${wrongColumns.join(', ')}], _wrong) AS wrong
FROM (${windowsSql(scope)})`;

interface Row {
  readonly [count: string]: unknown;
  readonly wrong: readonly (readonly string[])[];
}

function wrongWindow(cells: readonly string[]): WrongWindow {
  const text = (index: number) => cells[index] ?? '';
  const number = (index: number) => Number(text(index));
  return {
    runId: text(0),
    windowStartMs: number(1),
    group: text(2),
    published: number(3) > 0 ? text(4) : undefined,
    publishedEvents: number(5),
    recomputed: text(6),
    recomputedEvents: number(7),
    unstoredOffset: number(8) > 0 ? number(9) : undefined,
    faults: Object.fromEntries(faults.map((name, index) => [name, number(10 + index)])) as Record<
      Fault,
      number
    >,
  };
}

/** Recomputes the windows of a slice from the raw events and compares each with what was published. */
export async function compareWindows(
  clickhouse: Clickhouse,
  scope: Scope,
  slice: Slice,
  signal?: AbortSignal,
): Promise<Comparison> {
  const [row] = await clickhouse.query<Row>(
    comparisonSql(scope),
    sliceParameters(scope, slice),
    signal === undefined ? {} : { signal },
  );
  const count = (name: string) => Number(row?.[name] ?? 0);
  return {
    windows: count('windows'),
    equal: count('equal'),
    explained: count('explained'),
    unexplained: count('unexplained'),
    provisional: count('provisional'),
    pending: count('pending'),
    older: count('older'),
    events: count('events'),
    late: count('late'),
    ahead: count('ahead'),
    refused: count('refused'),
    other: count('other'),
    waiting: count('waiting'),
    lateUnproved: count('late_unproved'),
    unstored: count('unstored'),
    wrong: (row?.wrong ?? []).map(wrongWindow),
  };
}
