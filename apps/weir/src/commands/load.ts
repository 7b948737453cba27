import { Option, type Command } from 'commander';
import { usageError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { createGatewayClient } from '../gateway/gateway-client.ts';
import { knownStream } from '../known-stream.ts';
import { loadFile, type LoadPlan } from '../load/load-file.ts';
import { loadSummaryOf, loadText } from '../load/load-summary.ts';
import type { Loaded } from '../load/send-lines.ts';
import { duration, wholeNumber } from '../option-parsers.ts';
import { createOutput } from '../output.ts';
import { readSettings } from '../settings.ts';
import { stopSignal } from '../stop-signal.ts';

interface LoadOptions {
  readonly stream: string;
  readonly run?: string;
  readonly runId?: string;
  readonly live?: true;
  readonly skip: number;
  readonly batch: number;
  readonly rejects?: string;
  readonly allowRejects?: true;
  readonly retryFor: number;
  readonly once: boolean;
  readonly gateway?: string;
  readonly json?: true;
}

const examples = `
Examples:
  $ weir load stream.jsonl --stream frames                   a run named stream.jsonl
  $ weir load stream.jsonl.gz --stream frames --run friday   gzip is told by its first bytes
  $ zcat *.gz | weir load - --stream frames --live           as live traffic: only for events of this moment
  $ weir load stream.jsonl --stream frames --rejects bad.jsonl --allow-rejects

The lines are sent in the order of the file, one request at a time: nothing is made late by the loading itself. Each
request carries an Idempotency-Key, so that one whose answer was lost is stored once, however often it is sent again.`;

function planOf(file: string, options: LoadOptions): LoadPlan {
  const { live, runId, run } = options;
  if (live && (run ?? runId) !== undefined) throw usageError('--live and a run exclude each other');
  return {
    file,
    stream: knownStream(options.stream),
    as: live ? { live } : runId === undefined ? { runName: run } : { runId },
    skip: options.skip,
    batchLines: options.batch,
    rejectsFile: options.rejects,
    retryForMs: options.retryFor,
    once: options.once,
  };
}

function exitCodeOf({ stopped, rejected }: Loaded, allowRejects: boolean): number {
  if (stopped?.kind === 'gave-up') return exitCodes.unreachable;
  return stopped !== undefined || (rejected > 0 && !allowRejects) ? exitCodes.negative : exitCodes.ok;
}

async function load(file: string, options: LoadOptions): Promise<void> {
  const plan = planOf(file, options);
  const output = createOutput({ json: options.json === true });
  const gateway = createGatewayClient(readSettings(options).gatewayUrl);
  try {
    const outcome = await loadFile(gateway, plan, stopSignal());
    const summary = loadSummaryOf(plan, outcome);
    output.result(summary, loadText(summary));
    process.exitCode = exitCodeOf(outcome.loaded, options.allowRejects === true);
  } finally {
    gateway.close();
  }
}

export function addLoadCommand(program: Command): void {
  program
    .command('load')
    .summary('send a file of JSON lines through the gateway, in its order, as a run of its own')
    .description(
      'Sends a file of JSON lines (gzip or not, - = stdin) through the gateway in its order, as a run of its own.',
    )
    .argument('<file>', 'the file, or - for stdin')
    .requiredOption('--stream <name>', 'the stream whose events the lines are')
    .addOption(
      new Option('--run <name>', 'name of the run (default: the name of the file)').conflicts('runId'),
    )
    .option('--run-id <id>', 'go on in this run')
    .option('--live', 'as live traffic instead of as a run')
    .option('--skip <lines>', 'pass over so many lines of the file', wholeNumber(0), 0)
    .option('-b, --batch <lines>', 'most lines in a request', wholeNumber(1), 5_000)
    .option('--rejects <file>', 'write every rejected line to this file, with its number and what was wrong')
    .option('--allow-rejects', 'exit with 0 even if lines were rejected')
    .addOption(
      new Option('--retry-for <ms>', 'how long to try again when the gateway is busy or away')
        .argParser(duration)
        .default(60_000, '60s'),
    )
    .option('--no-once', 'without an Idempotency-Key: what is sent again may be stored twice')
    .option('--gateway <url>', 'address of the gateway (GATEWAY_URL)')
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', examples)
    .action(load);
}
