import { isClean, type AuditReport, type Finding } from '@weir/audit';
import { duplicatesOf } from './duplicates.ts';

const iso = (ms: number) => new Date(ms).toISOString();

const findingJson = (finding: Finding) => ({
  metric: finding.metric,
  run_id: finding.runId,
  window_start: iso(finding.windowStartMs),
  group: finding.group,
  published: finding.published ?? null,
  recomputed: finding.recomputed,
  difference: finding.difference,
  published_events: finding.publishedEvents,
  recomputed_events: finding.recomputedEvents,
  reasons: finding.reasons,
  events: finding.events.map(({ partition, offset, id, timeMs, appendedMs, fate }) => ({
    partition,
    offset,
    id: id ?? null,
    time: iso(timeMs),
    appended_at: iso(appendedMs),
    fate,
  })),
  offsets_without_event: finding.withoutEvent,
});

/** What `weir audit --json` prints. */
export const auditJson = (report: AuditReport) => ({
  stream: report.stream,
  run: report.run ?? null,
  from: report.fromMs === undefined ? null : iso(report.fromMs),
  to: report.toMs === undefined ? null : iso(report.toMs),
  clean: isClean(report),
  complete: report.complete,
  seconds: Math.round(report.seconds * 1_000) / 1_000,
  metrics: report.metrics.map(({ windowMs, ...counts }) => ({ window_ms: windowMs, ...counts })),
  findings: report.findings.map(findingJson),
  log:
    report.log?.map(({ partition, firstOffset, lastOffset, events, ...without }) => ({
      partition,
      first_offset: firstOffset,
      last_offset: lastOffset,
      events,
      without_event: without.withoutEvent,
      undecodable: without.undecodable,
      without_record: without.withoutRecord ?? null,
    })) ?? null,
  ...duplicatesOf(report),
});
