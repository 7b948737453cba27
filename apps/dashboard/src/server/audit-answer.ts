import type { Cell, WindowAudit, WindowQuestion } from '@weir/audit';
import { exactValue } from '../queries/exact-value.ts';

const iso = (ms: number) => new Date(ms).toISOString();

const duplicateUnknown = (atMost: number): string =>
  `${atMost} offsets of the log near this window hold no event of their own: copies of events of this window or of ` +
  'another one, records that are no events, or, while Kafka does not answer, marks of transactions. ClickHouse keeps ' +
  'the first copy only.';

/** A window's audit as `GET /api/audit` tells it. Values are as in `/api/series`. */
export function auditAnswer(
  { stream, metric, run, group, windowStartMs }: WindowQuestion,
  audit: WindowAudit,
) {
  const { published, recomputed, duplicates } = audit;
  const value = (text: string) => exactValue(metric.kind, text);
  const partition = (cell: Cell) => ({
    partition: cell.partition,
    first_offset: cell.lowestOffset ?? null,
    last_offset: cell.highestOffset ?? null,
    last_counted_offset: cell.found ? cell.lastCounted : null,
    closed_at_offset: cell.closedAtOffset ?? null,
    published: cell.found ? value(cell.published) : null,
    published_events: cell.publishedEvents,
    recomputed: value(cell.recomputed),
    counted: cell.events,
    final: cell.found && cell.final,
  });
  return {
    stream: stream.name,
    metric: metric.name,
    run,
    group,
    window_start: iso(windowStartMs),
    window_end: iso(windowStartMs + metric.windowMs),
    verdict: audit.verdict,
    equal:
      published !== undefined &&
      audit.verdict !== 'unexplained' &&
      published.value === recomputed.value &&
      published.events === recomputed.events,
    reasons: audit.reasons,
    published: published === undefined ? null : { ...published, value: value(published.value) },
    recomputed: { ...recomputed, value: value(recomputed.value) },
    counted: recomputed.events,
    late: audit.late,
    ahead: audit.ahead,
    waiting: audit.waiting,
    other: audit.other,
    rejected: audit.rejected,
    duplicate: 'count' in duplicates ? duplicates.count : null,
    ...('atMost' in duplicates
      ? { duplicate_at_most: duplicates.atMost, duplicate_unknown: duplicateUnknown(duplicates.atMost) }
      : {}),
    partitions: audit.partitions.map(partition),
  };
}
