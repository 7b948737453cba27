import { identifier, type Clickhouse } from '@weir/clickhouse';
import { formatDecimal } from '@weir/schemas';
import type { StreamDefinition } from '@weir/streams';
import { PartitionWindows, planWindows, type Verdict, type WindowRow } from '@weir/windowing';
import type { Sale } from './audited-stream.ts';

/** A record of one partition's log. */
export interface LogEntry {
  readonly partition: number;
  readonly offset: number;
  readonly run: string;
  readonly appendedMs: number;
  readonly sale: Sale;
  /** Close the run's windows before this record, as after a silence. */
  readonly afterSilence?: boolean;
}

/** What the aggregator's core made of a log. */
export interface Judged {
  readonly fates: Record<Verdict, number>;
  /** Records that are a copy of another one of the log. */
  readonly copies: number;
  /** Events that were ahead and did not come again in time. */
  readonly aheadForGood: number;
  /** By metric: events that it missed as late, without copies of one event. */
  readonly late: Record<string, number>;
}

const iso = (ms: number) => new Date(ms).toISOString();

async function insert(clickhouse: Clickhouse, table: string, rows: readonly object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 5_000) {
    const lines = rows.slice(from, from + 5_000).map((row) => JSON.stringify(row));
    await clickhouse.command(
      `INSERT INTO ${identifier(table)} SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow\n${lines.join('\n')}`,
    );
  }
}

const rawRow = ({ sale, run, partition, offset, appendedMs }: LogEntry) => ({
  ...sale,
  at: iso(sale.at),
  total: formatDecimal(sale.total),
  discount: sale.discount === null ? null : formatDecimal(sale.discount, 2),
  items: undefined,
  'items.category': sale.items.map(({ category }) => category),
  'items.quantity': sale.items.map(({ quantity }) => quantity),
  'items.price': sale.items.map(({ price }) => formatDecimal(price)),
  run_id: run,
  _partition: partition,
  _offset: offset,
  _appended_at: iso(appendedMs),
});

const windowRow = (stream: StreamDefinition, partition: number, row: WindowRow, nowMs: number) => {
  const metric = stream.metrics[row.metric];
  return {
    stream: stream.name,
    metric: metric?.name,
    kind: metric?.kind,
    run_id: row.run_id,
    group: row.group,
    window_start: iso(row.window_start),
    window_ms: metric?.windowMs,
    partition,
    value: formatDecimal(row.value),
    value_at: row.value_at === null ? null : iso(row.value_at),
    events: row.events,
    revision: row.revision,
    final: row.final,
    _appended_at: iso(nowMs),
  };
};

const deadLetter = (
  stream: StreamDefinition,
  entry: LogEntry,
  reason: string,
  missed: readonly string[],
) => ({
  stream: stream.name,
  reason,
  detail: reason === 'late' ? `event time …, clock …: too late for ${missed.join(', ')}` : 'event time …',
  origin: `${stream.topic}-${entry.partition}-${entry.offset}`,
  run_id: entry.run,
  at: iso(entry.appendedMs),
  _appended_at: iso(entry.appendedMs),
});

/**
 * Puts a log through the aggregator's core, and stores what ClickHouse would have: raw events, windows as they are
 * published every `flushEvery` records (the last records of a partition are therefore not published yet), dead letters.
 */
export async function storeJudgedLog(
  clickhouse: Clickhouse,
  stream: StreamDefinition,
  log: readonly LogEntry[],
  flushEvery: number,
): Promise<Judged> {
  const nowMs = Date.now();
  const plan = planWindows(stream);
  const partitions = new Map<number, PartitionWindows>();
  const fates: Record<Verdict, number> = { counted: 0, duplicate: 0, late: 0, ahead: 0, reread: 0 };
  const late: Record<string, number> = Object.fromEntries(stream.metrics.map(({ name }) => [name, 0]));
  const seen = new Set<string>();
  const inTime = new Set<string>();
  const ahead = new Set<string>();
  let copies = 0;
  const windows: object[] = [];
  const rejected: object[] = [];
  for (const entry of log) {
    const { partition, offset, appendedMs, run, sale } = entry;
    const known = partitions.get(partition);
    const core = known ?? new PartitionWindows(plan, { offset: 0, position: 0, clocks: new Map() });
    partitions.set(partition, core);
    if (entry.afterSilence) core.closeRun(run);
    const verdict = core.add(offset, appendedMs, run, { ...sale });
    fates[verdict] += 1;
    const copy = `${run}|${sale.sale_id}|${sale.at}`;
    if (seen.has(copy)) copies += 1;
    seen.add(copy);
    const isFirst = !inTime.has(copy);
    (verdict === 'ahead' ? ahead : inTime).add(copy);
    if (verdict === 'late') {
      const missed = core.lateFor.map((index) => stream.metrics[index]?.name ?? '');
      rejected.push(deadLetter(stream, entry, 'late', missed));
      if (isFirst) for (const name of missed) late[name] = (late[name] ?? 0) + 1;
    }
    if (verdict === 'ahead') rejected.push(deadLetter(stream, entry, 'ahead', []));
    if (offset % flushEvery === flushEvery - 1) {
      for (const row of core.take(false)) windows.push(windowRow(stream, partition, row, nowMs));
    }
  }
  await insert(clickhouse, `events_${stream.name}`, log.map(rawRow));
  await insert(clickhouse, 'windows', windows);
  await insert(clickhouse, 'rejected', rejected);
  const aheadForGood = [...ahead].filter((copy) => !inTime.has(copy)).length;
  return { fates, late, copies, aheadForGood };
}
