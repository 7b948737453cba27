import type { AuditReport, Finding, TracedEvent } from '@weir/audit';
import { formatCount, formatSeconds, formatTable } from '../format.ts';
import { duplicatesOf } from './duplicates.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const plural = (count: number, word: string) => `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;

const columns = [
  'windows',
  'events',
  'equal',
  'explained',
  'late',
  'ahead',
  'other',
  'provisional',
  'unexplained',
] as const;

function eventLine({ partition, offset, id, timeMs, appendedMs, fate }: TracedEvent): string {
  const name = id === undefined ? '' : `  ${id}`;
  return `    ${partition}@${offset}  time ${iso(timeMs)}  arrived ${iso(appendedMs)}${name}  ${fate}`;
}

function findingText(finding: Finding): string {
  const { metric, runId, group, windowStartMs, published, recomputed, difference } = finding;
  const where = `${metric} ${iso(windowStartMs)}${group === '' ? '' : ` ${group}`}${runId === '' ? '' : ` (run ${runId})`}`;
  const sign = difference.startsWith('-') || difference === '0' ? '' : '+';
  const events = `${formatCount(finding.publishedEvents)} against ${plural(finding.recomputedEvents, 'event')}`;
  return [
    `  ${where}: published ${published ?? 'nothing'}, recomputed ${recomputed}, difference ${sign}${difference} (${events})`,
    ...finding.reasons.map((reason) => `    ${reason}`),
    ...finding.events.map(eventLine),
    ...(finding.withoutEvent.length === 0
      ? []
      : [`    offsets of the log without a stored event: ${finding.withoutEvent.join(', ')}`]),
  ].join('\n');
}

function logText(report: AuditReport): string[] {
  if (report.log === undefined) return [];
  const events = report.log.reduce((sum, one) => sum + one.events, 0);
  const partitions = plural(report.log.length, 'partition');
  const { duplicates } = duplicatesOf(report);
  const copies = duplicates === null ? '' : `, ${plural(duplicates, 'duplicate')} beside them`;
  return [`${plural(events, 'event')} stored from ${partitions}${copies}.`];
}

function verdict({ complete, metrics, findings }: AuditReport): string[] {
  const sum = (name: 'windows' | 'unexplained') => metrics.reduce((total, one) => total + one[name], 0);
  const unexplained = sum('unexplained');
  const interrupted = complete ? [] : ['Interrupted: the counts are of what was compared until then.'];
  if (unexplained === 0) {
    return [...interrupted, `Clean: ${plural(sum('windows'), 'value')} equal or explained.`];
  }
  return [
    ...interrupted,
    `NOT explained: ${formatCount(unexplained)} of ${plural(sum('windows'), 'value')}.`,
    ...findings.map(findingText),
    ...(findings.length < unexplained ? [`  … and ${formatCount(unexplained - findings.length)} more`] : []),
  ];
}

/** What `weir audit` prints for people. */
export function auditText(report: AuditReport): string {
  const { stream, run, fromMs, toMs, metrics, seconds } = report;
  const which = run === undefined ? '' : run === '' ? ', live traffic' : `, run ${run}`;
  if (fromMs === undefined || toMs === undefined) return `${stream}${which}: nothing is stored there`;
  const sum = (name: 'pending' | 'older' | 'refused') => metrics.reduce((total, one) => total + one[name], 0);
  const [pending, older, refused] = [sum('pending'), sum('older'), sum('refused')];
  return [
    `${stream}${which}: windows from ${iso(fromMs)} to ${iso(toMs)}, in ${formatSeconds(seconds)}`,
    '',
    formatTable([
      ['metric', ...columns],
      ...metrics.map((metric) => [metric.metric, ...columns.map((name) => metric[name])]),
    ]),
    '',
    ...(pending === 0 ? [] : [`${plural(pending, 'window')} too new to have a value yet.`]),
    ...(older === 0
      ? []
      : [`${plural(older, 'window')} older than their metric, which was counted only later.`]),
    ...(refused === 0 ? [] : [`${plural(refused, 'record')} refused as no events, told by dead letters.`]),
    ...logText(report),
    ...verdict(report),
  ].join('\n');
}
