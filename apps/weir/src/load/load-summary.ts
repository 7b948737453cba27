import { formatBytes, formatCount, formatSeconds } from '../format.ts';
import { repeatedText } from '../generate/summary.ts';
import type { LoadOutcome, LoadPlan } from './load-file.ts';
import type { RejectedLine } from './rejected-lines.ts';

/** What `load` prints with `--json`. */
export interface LoadSummary {
  readonly file: string;
  readonly stream: string;
  /** Whether the stream's events have ids, so that one that comes twice counts once. */
  readonly has_id: boolean;
  readonly run_id: string | null;
  readonly accepted: number;
  readonly rejected: number;
  /** Lines of the file that were answered, blank and skipped ones included. */
  readonly lines: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly events_per_second: number;
  /** Events that were sent again though they may have been stored already. */
  readonly repeated: number;
  /** Events that were accepted with a remark (counted in no window, say). */
  readonly warned: number;
  readonly remarks: readonly string[];
  /** The first of them. */
  readonly rejected_lines: readonly RejectedLine[];
  readonly rejects_file: string | null;
  /** Why it ended before the end of the file, and the command that goes on from there. */
  readonly stopped: string | null;
  readonly resume: string | null;
}

/** Undefined when there is nothing to go on with: the gateway has refused all of it. */
function resumeCommand({ file, stream }: LoadPlan, { loaded, runId }: LoadOutcome): string | undefined {
  if (loaded.stopped === undefined || loaded.stopped.kind === 'refused') return undefined;
  const where = runId === undefined ? '--live' : `--run-id ${runId}`;
  return `weir load ${file} --stream ${stream.name} ${where} --skip ${loaded.linesRead}`;
}

export function loadSummaryOf(plan: LoadPlan, outcome: LoadOutcome): LoadSummary {
  const { loaded, runId, rejectedLines, seconds } = outcome;
  return {
    file: plan.file,
    stream: plan.stream.name,
    has_id: plan.stream.id !== undefined,
    run_id: runId ?? null,
    accepted: loaded.accepted,
    rejected: loaded.rejected,
    lines: loaded.linesRead,
    bytes: loaded.bytesRead,
    seconds: Math.round(seconds * 1_000) / 1_000,
    events_per_second: Math.round(loaded.accepted / seconds),
    repeated: loaded.repeated,
    warned: loaded.warned,
    remarks: [...loaded.remarks],
    rejected_lines: rejectedLines,
    rejects_file: plan.rejectsFile ?? null,
    stopped: loaded.stopped?.why ?? null,
    resume: resumeCommand(plan, outcome) ?? null,
  };
}

function rejectedText({ rejected, rejected_lines, rejects_file }: LoadSummary): string[] {
  if (rejected === 0) return [];
  const lines = rejected_lines.map(({ line, errors }) => {
    const what = errors.map(({ path, message }) => (path === '' ? message : `${path} ${message}`));
    return `  line ${line}: ${what.join('; ')}`;
  });
  const more = rejected - rejected_lines.length;
  if (more > 0) lines.push(`  … and ${formatCount(more)} more`);
  lines.push(
    rejects_file === null ? '--rejects FILE writes them all down' : `all of them are in ${rejects_file}`,
  );
  return lines;
}

export function loadText(summary: LoadSummary): string {
  const { accepted, rejected, bytes, seconds, events_per_second, run_id } = summary;
  const name = summary.file === '-' ? 'stdin' : summary.file;
  const lines = [
    `${name}: ${formatCount(accepted)} accepted, ${formatCount(rejected)} rejected, ${formatBytes(bytes)} in ` +
      `${formatSeconds(seconds)} (${formatCount(events_per_second)}/s)${run_id === null ? '' : `, run ${run_id}`}`,
    ...rejectedText(summary),
  ];
  if (summary.repeated > 0) lines.push(repeatedText(summary.repeated, summary.has_id));
  if (summary.warned > 0) lines.push(`${formatCount(summary.warned)} events were accepted with a warning`);
  for (const text of summary.remarks) lines.push(`  ${text}`);
  if (summary.stopped !== null)
    lines.push(`stopped after line ${formatCount(summary.lines)}: ${summary.stopped}`);
  if (summary.resume !== null) lines.push(`go on with: ${summary.resume}`);
  return lines.join('\n');
}
