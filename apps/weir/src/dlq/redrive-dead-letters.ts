import {
  inEventTimeOrder,
  isTooOldForLive,
  letterEvent,
  mend,
  redriveBatches,
  redriveBody,
  type DeadLetter,
  type Patch,
  type RedriveItem,
} from '@weir/topics';
import { CliError, usageError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatCount } from '../format.ts';
import { deliver } from '@weir/gateway-client';
import type { GatewayClient } from '../gateway/gateway-client.ts';
import type { Redriving } from '../gateway/redriving.ts';
import type { Output } from '../output.ts';
import { createProgress } from '../progress.ts';
import type { DeadLetterFilter, DeadLetters } from './open-dead-letters.ts';

export interface RedrivePlan {
  /** Only these; empty: all that fit the filter. */
  readonly origins: readonly string[];
  readonly filter: DeadLetterFilter;
  readonly limit: number;
  readonly patch: Patch;
  /** Undefined: nothing was said, so live, but not what live windows would miss again. */
  readonly to:
    { readonly live: true } | { readonly runId: string } | { readonly runName: string } | undefined;
  readonly dryRun: boolean;
  readonly retryForMs: number;
}

export interface RedriveProblem {
  readonly origin: string;
  readonly path: string;
  readonly message: string;
}

export interface RedriveOutcome {
  readonly stream: string;
  readonly dry_run: boolean;
  readonly run_id: string | null;
  readonly selected: number;
  /** Fit the filter as well, but are beyond `--limit`. */
  readonly beyond_limit: number;
  readonly accepted: number;
  readonly already: number;
  readonly rejected: number;
  /** Would be too late for live windows, or belong to a run. */
  readonly not_for_live: number;
  readonly problems: readonly RedriveProblem[];
  readonly stopped: string | null;
}

const mostProblems = 100;

/** The first letters that fit and were not sent again before, in the order of their topic. */
async function select(source: DeadLetters, { origins, filter, limit }: RedrivePlan) {
  const done = await source.redriven();
  const wanted = new Set(origins);
  const letters: DeadLetter[] = [];
  let already = 0;
  let beyond = 0;
  for await (const letter of source.scan(filter)) {
    if (origins.length > 0 && !wanted.delete(letter.origin)) continue;
    if (done.has(letter.origin)) already += 1;
    else if (letters.length < limit) letters.push(letter);
    else beyond += 1;
  }
  if (origins.length > 0 && wanted.size > 0) {
    throw new CliError(exitCodes.negative, `there is no dead letter ${[...wanted].join(', ')}`);
  }
  return { letters, already, beyond };
}

async function readItems(source: DeadLetters, letters: readonly DeadLetter[], plan: RedrivePlan) {
  const items: RedriveItem[] = [];
  const problems: RedriveProblem[] = [];
  for (const letter of letters) {
    const mended = mend(await letterEvent(source.stream, letter, source.decode), plan.patch);
    if (mended.ok) items.push({ letter, event: mended.event });
    else problems.push({ origin: letter.origin, path: '', message: mended.error });
  }
  return { items: inEventTimeOrder(source.stream, items), problems };
}

type Answered = Extract<Redriving, { kind: 'answered' }>;

/** Selects, mends and sends; a new run is finished in the end, unless it was stopped before. */
export async function redriveDeadLetters(
  source: DeadLetters,
  gateway: GatewayClient,
  plan: RedrivePlan,
  output: Output,
  signal: AbortSignal,
): Promise<RedriveOutcome> {
  const { stream } = source;
  await gateway.assertReachable();
  const { letters, already, beyond } = await select(source, plan);
  const { items, problems } = await readItems(source, letters, plan);
  const nowMs = Date.now();
  const notForLive =
    plan.to !== undefined && !('live' in plan.to)
      ? 0
      : items.filter(({ letter, event }) => letter.run !== '' || isTooOldForLive(stream, event, nowMs))
          .length;
  if (notForLive > 0) {
    const why = `${formatCount(notForLive)} of ${formatCount(items.length)} are too old for live windows, or belong to a run: sent live they would be late again`;
    const how = '--run NAME sends them to a run of their own, --live sends them live all the same';
    if (!plan.dryRun && plan.to === undefined) throw usageError(`${why}; ${how}`);
    output.note(plan.to === undefined ? `${why}; ${how}` : why);
  }

  const count = { accepted: 0, already, rejected: problems.length };
  let stopped: string | null = null;
  let runId: string | undefined;
  if (plan.to !== undefined && 'runId' in plan.to) runId = plan.to.runId;
  const named = plan.to !== undefined && 'runName' in plan.to ? plan.to.runName : undefined;
  if (named !== undefined && !plan.dryRun && items.length > 0) {
    runId = (await gateway.startRun(stream.name, named)).run_id;
  }

  const progress = await createProgress({
    label: plan.dryRun ? 'checking' : 're-driving',
    total: items.length,
  });
  let sent = 0;
  const take = (batch: readonly RedriveItem[], answer: Answered) => {
    for (const state of answer.states) count[state] += 1;
    for (const { index, path, message } of answer.errors) {
      problems.push({ origin: batch[index]?.letter.origin ?? '', path, message });
    }
    progress.update((sent += batch.length));
  };
  try {
    for (const batch of redriveBatches(items)) {
      const body = redriveBody(batch);
      const answer = await deliver({
        post: () => gateway.postRedrives({ stream: stream.name, body, runId, dryRun: plan.dryRun }),
        retryForMs: plan.retryForMs,
        signal,
      });
      if (answer.kind !== 'answered') {
        stopped = answer.why;
        break;
      }
      take(batch, answer);
      if (signal.aborted) {
        stopped = 'stopped';
        break;
      }
    }
  } finally {
    progress.stop();
  }
  if (named !== undefined && runId !== undefined && stopped === null) await gateway.finishRun(runId);
  return {
    stream: stream.name,
    dry_run: plan.dryRun,
    run_id: runId ?? null,
    selected: letters.length,
    beyond_limit: beyond,
    ...count,
    not_for_live: notForLive,
    problems: problems.slice(0, mostProblems),
    stopped,
  };
}

/** The outcome in words. */
export function redriveText(outcome: RedriveOutcome): string {
  const { dry_run: dry, run_id: run, selected, accepted, already, rejected, problems } = outcome;
  const to = run === null ? 'live' : `to run ${run}`;
  const lines = [
    dry
      ? `dry run: ${formatCount(accepted)} of ${formatCount(selected)} dead letters would be sent again; --yes sends them`
      : `sent again ${to}: ${formatCount(accepted)} of ${formatCount(selected)} dead letters`,
  ];
  if (already > 0) lines.push(`${formatCount(already)} were sent again before, and are left alone`);
  if (rejected > 0)
    lines.push(`${formatCount(rejected)} cannot be sent as they are; a --patch may mend them:`);
  for (const { origin, path, message } of problems.slice(0, 10))
    lines.push(`  ${origin}  ${path} ${message}`);
  if (outcome.beyond_limit > 0) lines.push(`${formatCount(outcome.beyond_limit)} more fit (--limit)`);
  if (outcome.stopped !== null)
    lines.push(`stopped: ${outcome.stopped}; the same command goes on, nothing is sent twice`);
  return lines.join('\n');
}
