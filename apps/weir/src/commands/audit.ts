import { Option, type Command } from 'commander';
import type { MetricDefinition, StreamDefinition } from '@weir/streams';
import { usageError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { streamInUse } from '../known-stream.ts';
import { duration, instant, wholeNumber } from '../option-parsers.ts';
import { createOutput } from '../output.ts';
import { stopSignal } from '../stop-signal.ts';

interface AuditCommandOptions {
  readonly metric?: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly run?: string;
  readonly live?: true;
  readonly settle: number;
  readonly limit: number;
  readonly events: number;
  readonly json?: true;
}

function knownMetrics(
  stream: StreamDefinition,
  names: readonly string[] | undefined,
): readonly MetricDefinition[] | undefined {
  return names?.map((name) => {
    const metric = stream.metrics.find((one) => one.name === name);
    if (metric !== undefined) return metric;
    const known = stream.metrics.map((one) => one.name).join(', ');
    throw usageError(`${stream.name} has no metric "${name}"; it has ${known}`);
  });
}

async function audit(streamName: string, options: AuditCommandOptions): Promise<void> {
  const stream = streamInUse(streamName);
  const metrics = knownMetrics(stream, options.metric);
  const { from, to } = options;
  if (from !== undefined && to !== undefined && from >= to) throw usageError('--from must be before --to');
  // Loaded only here: the other commands start faster without ClickHouse's client.
  const { runAudit } = await import('../audit/run-audit.ts');
  const { json, text, clean } = await runAudit({
    stream,
    metrics,
    fromMs: from,
    toMs: to,
    run: options.live ? '' : options.run,
    settleMs: options.settle,
    nowMs: Date.now(),
    findings: { windows: options.limit, events: options.events },
    signal: stopSignal(),
  });
  createOutput({ json: options.json === true }).result(json, text);
  process.exitCode = clean ? exitCodes.ok : exitCodes.negative;
}

const examples = `
Examples:
  $ weir audit transactions
  $ weir audit transactions --metric income --from 2026-01-31T12:00:00Z --to 2026-01-31T13:00:00Z
  $ weir audit frames --run f3k9 --json | jq .metrics

Every window is recomputed from the raw events in ClickHouse and compared with what was published. "explained": equal
once late and ahead events are left out (each is checked: the raw events' own clock must call it late) and groups over
the bound are counted as (other). "provisional": compared up to the last event that the value counts, since it may
still change. Anything else is listed with its events, as partition@offset, and the exit code is 1.
ClickHouse is found by CLICKHOUSE_URL, and Kafka, which is asked what offsets without an event hold, by KAFKA_BROKERS.`;

export function addAuditCommand(program: Command): void {
  program
    .command('audit')
    .summary('prove every number: recompute the windows from the raw events and compare')
    .description('Recomputes the windows of a stream from its raw events, and explains every difference.')
    .argument('<stream>', 'name of the stream')
    .option('-m, --metric <names...>', 'only these metrics')
    .option('--from <time>', 'windows that start then or later, ISO 8601', instant)
    .option('--to <time>', 'windows that start before', instant)
    .option('--run <id>', 'only this run')
    .addOption(new Option('--live', 'only live traffic').conflicts('run'))
    .addOption(
      new Option('--settle <ms>', 'what arrived longer ago than this must have been counted')
        .argParser(duration)
        .default(60_000, '60s'),
    )
    .option('--limit <n>', 'describe so many unexplained windows of each metric', wholeNumber(0), 10)
    .option('--events <n>', 'and so many events of each', wholeNumber(1), 10)
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(audit);
}
