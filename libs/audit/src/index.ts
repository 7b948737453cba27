/**
 * # The audit: every published number proved from the raw events
 *
 * For every window, group and partition the published value names, by its revision, the last offset of the log that it
 * counts. So it must equal what SQL makes of the raw events up to that offset, and every event after it must have a
 * reason for not being in it: late (its window had closed; the raw events' own clock must say so, and so must its dead
 * letter), ahead (of the broker's clock), or so new that it will be in the next value. All else is unexplained.
 *
 * The SQL is made from the stream's definition alone and shares nothing with the aggregator, so a new stream or metric
 * is auditable as it is. docs/audit.md says what is explained how, and what an audit cannot know.
 */
export { auditStream, type AuditOptions } from './audit-stream.ts';
export { auditWindow, type WindowAudit, type WindowQuestion, type WindowVerdict } from './audit-window.ts';
export type { Cell } from './read-cells.ts';
export { isClean, type AuditReport, type Finding, type LogReport, type MetricReport } from './report.ts';
export type { OffsetRange, ReadRecordFree } from './record-free.ts';
export type { Fate, TracedEvent } from './trace-window.ts';
