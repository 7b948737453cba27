import type { Clickhouse } from '@weir/clickhouse';
import type { MetricDefinition, StreamDefinition } from '@weir/streams';
import { auditSlice } from './audit-slice.ts';
import { textOf, unitsOf } from './decimal-text.ts';
import { reasonsOf } from './describe-finding.ts';
import { readKnownFrom } from './known-from.ts';
import { betweenSql, eventTable } from './metric-rows.ts';
import { readMissingOffsets } from './missing-offsets.ts';
import { readCells, type Cell } from './read-cells.ts';
import type { ReadRecordFree } from './record-free.ts';
import { readStoredOffsets } from './stored-offsets.ts';
import { endOfTimeMs } from './time-frame.ts';

export interface WindowQuestion {
  readonly stream: StreamDefinition;
  readonly metric: MetricDefinition;
  /** `''` for live traffic. */
  readonly run: string;
  readonly group: string;
  readonly windowStartMs: number;
  readonly settleMs: number;
  readonly nowMs: number;
  /** As for `auditStream`. */
  readonly recordFree?: ReadRecordFree | undefined;
}

/** A value as exact decimal text, and how many events (items, for an `each` metric) it is made of. */
export interface WindowValue {
  readonly value: string;
  readonly events: number;
}

/**
 * `equal`; `explained`: equal once late and ahead events are left out and groups over the bound put together; `pending`:
 * nothing published yet; `empty`: nothing published, and rightly; `unexplained`.
 */
export type WindowVerdict = 'equal' | 'explained' | 'pending' | 'empty' | 'unexplained';

export interface WindowAudit {
  readonly verdict: WindowVerdict;
  /** What is wrong, in words; empty unless `unexplained`. */
  readonly reasons: readonly string[];
  /** The row of `series`. */
  readonly published: (WindowValue & { readonly final: boolean }) | undefined;
  /** From the raw events, up to the last one that the published value counts. */
  readonly recomputed: WindowValue;
  readonly late: number;
  readonly ahead: number;
  /** Events in time that came after the last one that the published value counts. */
  readonly waiting: number;
  /** Events counted here although their own group is another: there were more groups than the bound. */
  readonly other: number;
  /** Stored events of the window that have a dead letter. */
  readonly rejected: number;
  /** Exact when `atMost` is undefined; else nobody can tell from ClickHouse, which keeps the first copy only. */
  readonly duplicates: { readonly count: number } | { readonly atMost: number };
  readonly partitions: readonly Cell[];
}

interface SeriesRow {
  readonly value_text: string;
  readonly event_count: number | string;
  readonly is_final: number;
}

const seriesSql = `SELECT toString(value) AS value_text, events AS event_count, toUInt8(final) AS is_final
FROM series
WHERE stream = {stream:String} AND metric = {metric:String} AND run_id = {run:String} AND \`group\` = {group:String}
    AND window_start = fromUnixTimestamp64Milli({from:Int64}, 'UTC')`;

async function readSeries(
  clickhouse: Clickhouse,
  question: WindowQuestion,
): Promise<WindowAudit['published']> {
  const [row] = await clickhouse.query<SeriesRow>(seriesSql, {
    stream: question.stream.name,
    metric: question.metric.name,
    run: question.run,
    group: question.group,
    from: question.windowStartMs,
  });
  return row && { value: row.value_text, events: Number(row.event_count), final: row.is_final === 1 };
}

async function readArrivals(
  clickhouse: Clickhouse,
  stream: StreamDefinition,
  fromMs: number,
  toMs: number,
): Promise<{ appendedFromMs: number; appendedToMs: number }> {
  const [row] = await clickhouse.query<Record<'first' | 'last', number | string>>(
    `SELECT toUnixTimestamp64Milli(min(_appended_at)) AS first, toUnixTimestamp64Milli(max(_appended_at)) AS last
FROM ${eventTable(stream)} WHERE ${betweenSql(stream, '{from:Int64}', '{to:Int64}')}`,
    { from: fromMs, to: toMs },
  );
  return { appendedFromMs: Number(row?.first ?? 0), appendedToMs: Number(row?.last ?? 0) };
}

const recomputedOf = ({ recomputed, events }: Cell): WindowValue => ({ value: recomputed, events });
const publishedOf = (cell: Cell): WindowValue => ({ value: cell.published, events: cell.publishedEvents });

/** The values of partitions, in their order, as one: merged as `series` merges them. */
function merged({ kind }: MetricDefinition, parts: readonly WindowValue[]): WindowValue {
  const holding = parts.filter(({ events }) => events > 0);
  const values = holding.map(({ value }) => unitsOf(value));
  const events = holding.reduce((sum, part) => sum + part.events, 0);
  const [first = 0n] = values;
  const value = (): bigint => {
    if (kind === 'min') return values.reduce((least, one) => (one < least ? one : least), first);
    if (kind === 'max') return values.reduce((most, one) => (one > most ? one : most), first);
    if (kind === 'first') return first;
    if (kind === 'last') return values.at(-1) ?? 0n;
    return values.reduce((sum, one) => sum + one, 0n);
  };
  return { value: textOf(value()), events };
}

/** Offsets without an event between the window's first event and its closing: at most so many are its duplicates. */
async function duplicatesAtMost(
  clickhouse: Clickhouse,
  { stream, windowStartMs, metric, recordFree }: WindowQuestion,
  cells: readonly Cell[],
  stored: ReadonlyMap<number, number>,
): Promise<number> {
  let count = 0;
  for (const { partition, lowestOffset, closedAtOffset } of cells) {
    const lastOffset = closedAtOffset ?? stored.get(partition);
    if (lowestOffset === undefined || lastOffset === undefined) continue;
    const stretch = {
      partition,
      firstOffset: lowestOffset,
      lastOffset,
      fromMs: windowStartMs,
      toMs: windowStartMs + metric.windowMs + stream.graceMs,
    };
    count += (await readMissingOffsets(clickhouse, stream, stretch, 0, recordFree)).count;
  }
  return count;
}

const sumOf = (cells: readonly Cell[], name: 'late' | 'ahead' | 'waiting' | 'other' | 'rejected'): number =>
  cells.reduce((sum, cell) => sum + cell[name], 0);

/** How often to look again when a new value is published between two looks. */
const attempts = 3;

/** Recomputes one window of one run and group, and says what became of each of its events. */
export async function auditWindow(
  clickhouse: Clickhouse,
  question: WindowQuestion,
  attempt = 1,
): Promise<WindowAudit> {
  const { stream, metric, run, group, windowStartMs: fromMs } = question;
  const toMs = fromMs + metric.windowMs;
  const [stored, arrivals, knownFrom] = await Promise.all([
    readStoredOffsets(clickhouse, stream, fromMs),
    readArrivals(clickhouse, stream, fromMs, toMs),
    readKnownFrom(clickhouse, stream),
  ]);
  const { comparison, scope, slice } = await auditSlice(
    clickhouse,
    { stream, metric, run, group },
    {
      ...arrivals,
      fromMs,
      toMs,
      horizonMs: endOfTimeMs,
      carry: [],
      stored,
      settledMs: question.nowMs - question.settleMs,
      knownFromMs: knownFrom.get(metric.name) ?? 0,
    },
    { storedWithinMs: 1_000 },
  );
  const cells = await readCells(clickhouse, scope, slice);
  const published = await readSeries(clickhouse, question);
  const inSeries = published ?? { value: '0', events: 0 };
  const inWindows = merged(metric, cells.filter(({ found }) => found).map(publishedOf));
  const isSame = inSeries.value === inWindows.value && inSeries.events === inWindows.events;
  if (!isSame && attempt < attempts) return auditWindow(clickhouse, question, attempt + 1);

  const atMost =
    stream.id === undefined ? 0 : await duplicatesAtMost(clickhouse, question, cells, slice.stored);
  const reasons = comparison.wrong.flatMap(reasonsOf);
  if (!isSame)
    reasons.push(`the view "series" gives ${inSeries.value}, its table "windows" ${inWindows.value}`);
  const verdict = (): WindowVerdict => {
    if (reasons.length > 0) return 'unexplained';
    if (comparison.pending > 0) return 'pending';
    if (comparison.explained > 0) return 'explained';
    return published === undefined ? 'empty' : 'equal';
  };
  return {
    verdict: verdict(),
    reasons,
    published,
    recomputed: merged(metric, cells.map(recomputedOf)),
    late: sumOf(cells, 'late'),
    ahead: sumOf(cells, 'ahead'),
    waiting: sumOf(cells, 'waiting'),
    other: sumOf(cells, 'other'),
    rejected: sumOf(cells, 'rejected'),
    duplicates: atMost === 0 ? { count: 0 } : { atMost },
    partitions: cells,
  };
}
