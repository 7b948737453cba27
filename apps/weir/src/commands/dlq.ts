import { Option, type Command } from 'commander';
import { CliError, usageError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { createGatewayClient } from '../gateway/gateway-client.ts';
import { duration, instant, wholeNumber } from '../option-parsers.ts';
import { createOutput } from '../output.ts';
import { readSettings } from '../settings.ts';
import { stopSignal } from '../stop-signal.ts';

interface FilterOptions {
  readonly reason?: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  readonly json?: true;
}

interface RedriveOptions extends FilterOptions {
  readonly patch?: string;
  readonly patchFile?: string;
  readonly run?: string;
  readonly runId?: string;
  readonly live?: true;
  readonly yes?: true;
  readonly retryFor: number;
  readonly gateway?: string;
}

// Kafka's client is loaded only by the commands that need it: the others start faster and stay smaller.
const opened = async (stream: string) =>
  (await import('../dlq/open-dead-letters.ts')).openDeadLetters(stream, readSettings({}));

function filterOf({ reason, from, to }: FilterOptions, signal: AbortSignal) {
  if (from !== undefined && to !== undefined && from >= to) throw usageError('--from must be before --to');
  return { reasons: reason, fromMs: from, toMs: to, signal };
}

async function list(stream: string, options: FilterOptions): Promise<void> {
  const filter = filterOf(options, stopSignal());
  const source = await opened(stream);
  const { listDeadLetters } = await import('../dlq/list-dead-letters.ts');
  const { json, text } = await listDeadLetters(source, filter, options.limit);
  createOutput({ json: options.json === true }).result(json, text);
}

async function show(stream: string, origin: string, { json }: { json?: true }): Promise<void> {
  const source = await opened(stream);
  const { showDeadLetter } = await import('../dlq/show-dead-letter.ts');
  const shown = await showDeadLetter(source, origin, stopSignal());
  if (shown === undefined) {
    const list = `\`weir dlq list ${stream}\` lists them`;
    throw new CliError(exitCodes.negative, `${stream} has no dead letter of origin ${origin}; ${list}`);
  }
  createOutput({ json: json === true }).result(shown, JSON.stringify(shown, null, 2));
}

function targetOf({ live, run, runId }: RedriveOptions) {
  if (live) return { live } as const;
  if (runId !== undefined) return { runId };
  return run === undefined ? undefined : { runName: run };
}

async function redrive(stream: string, origins: string[], options: RedriveOptions): Promise<void> {
  const signal = stopSignal();
  const filter = filterOf(options, signal);
  const { readPatch } = await import('../dlq/read-patch.ts');
  const patch = readPatch(options);
  const source = await opened(stream);
  const { redriveDeadLetters, redriveText } = await import('../dlq/redrive-dead-letters.ts');
  const output = createOutput({ json: options.json === true });
  const gateway = createGatewayClient(readSettings(options).gatewayUrl);
  try {
    const plan = {
      origins,
      filter,
      limit: options.limit,
      patch,
      to: targetOf(options),
      dryRun: options.yes !== true,
      retryForMs: options.retryFor,
    };
    const outcome = await redriveDeadLetters(source, gateway, plan, output, signal);
    output.result(outcome, redriveText(outcome));
    if (outcome.stopped !== null) process.exitCode = exitCodes.unreachable;
    else if (outcome.rejected > 0) process.exitCode = exitCodes.negative;
  } finally {
    gateway.close();
  }
}

const examples = `
Examples:
  $ weir dlq list transactions --reason late --from 2026-01-31
  $ weir dlq show transactions transactions-3-17
  $ weir dlq redrive transactions --reason late --run "late of May"          what would happen
  $ weir dlq redrive transactions --reason late --run "late of May" --yes    and do it
  $ weir dlq redrive frames frames.in-0-17 --live --yes --patch '[{"op":"replace","path":"/ts","value":1769860800}]'

A dead letter is named by its origin: topic, partition and offset of the record that was refused. Re-driving goes
through the gateway, keeps the origin as a header of the new event, and happens at most once for each dead letter,
however often it is asked for.
A patch is a JSON Patch (RFC 6902); {"op":"replace","path":"","value":{…}} replaces the whole event.
Kafka is found by KAFKA_BROKERS, the registry by SCHEMA_REGISTRY_URL, the gateway by GATEWAY_URL.`;

export function addDlqCommand(program: Command): void {
  const dlq = program
    .command('dlq')
    .summary('list, show and re-drive dead letters')
    .description('Dead letters: what was refused, why, and a second chance for it.')
    .addHelpText('after', examples);
  const filtered = (command: Command, limit: number, what: string) =>
    command
      .option('-r, --reason <reasons...>', 'only these: late, ahead, undecodable, invalid …')
      .option('--from <time>', 'refused records that were appended then or later, ISO 8601', instant)
      .option('--to <time>', 'and before', instant)
      .option('-l, --limit <n>', what, wholeNumber(1), limit);

  filtered(
    dlq
      .command('list')
      .description('Counts the dead letters of a stream by reason and lists the newest.')
      .argument('<stream>', 'name of the stream'),
    20,
    'list so many',
  )
    .option('--json', 'print JSON')
    .action(list);

  dlq
    .command('show')
    .description('Shows one dead letter: why, whence, and its event as JSON, or its bytes.')
    .argument('<stream>', 'name of the stream')
    .argument('<origin>', 'topic-partition-offset, as `list` shows it')
    .option('--json', 'print JSON in one line')
    .action(show);

  filtered(
    dlq
      .command('redrive')
      .description('Sends dead letters again, mended or not. Without --yes it only says what would happen.')
      .argument('<stream>', 'name of the stream')
      .argument('[origins...]', 'only these'),
    10_000,
    'so many at most, oldest first',
  )
    .option('-p, --patch <json>', 'a JSON Patch for every event')
    .addOption(new Option('--patch-file <file>', 'the patch in a file').conflicts('patch'))
    .addOption(
      new Option('--run <name>', 'to a new run of this name, with a clock of its own').conflicts([
        'runId',
        'live',
      ]),
    )
    .addOption(new Option('--run-id <id>', 'to this open run').conflicts('live'))
    .option('--live', 'live, even what is too late for live windows')
    .option('-y, --yes', 'send them')
    .addOption(new Option('--dry-run', 'only say what would happen (the default)').conflicts('yes'))
    .addOption(
      new Option('--retry-for <ms>', 'how long to try again when the gateway is busy or away')
        .argParser(duration)
        .default(60_000, '60s'),
    )
    .option('--gateway <url>', 'address of the gateway (GATEWAY_URL)')
    .option('--json', 'print the outcome as JSON')
    .action(redrive);
}
