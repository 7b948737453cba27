import { writeFile } from 'node:fs/promises';
import { marketByName, markets, parseSpeed, speedRule, type Speed } from '@weir/markets';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { usageError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatCount, formatSeconds } from '../format.ts';
import { createGatewayClient } from '../gateway/gateway-client.ts';
import { duration } from '../option-parsers.ts';
import { createOutput } from '../output.ts';
import { replayFile, type Replayed } from '../replay/replay-file.ts';
import { readSettings } from '../settings.ts';
import { stopSignal } from '../stop-signal.ts';

interface ReplayOptions {
  readonly stream: string;
  readonly speed: Speed;
  readonly run?: string;
  readonly rejects?: string;
  readonly allowRejects?: true;
  readonly retryFor: number;
  readonly gateway?: string;
  readonly json?: true;
}

const examples = `
Examples:
  $ weir generate xetra --date 2018-02-01 --out day.csv
  $ weir replay day.csv --stream xetra --speed max
  $ weir replay day.csv --stream xetra --speed 60       a minute of that day every second

The rows go in the order of the file, each when it is due, as a run with a clock of its own. A bad row is reported with
its line in the file and stops nothing.`;

const shown = 20;

function speed(text: string): Speed {
  const value = parseSpeed(text);
  if (value !== undefined) return value;
  throw new InvalidArgumentError(`${speedRule}.`);
}

function textOf(file: string, replayed: Replayed, seconds: number): string {
  const { rows, accepted, rejected, rejectedRows, repeated, runId, stopped } = replayed;
  const lines = [
    `${file}: ${formatCount(accepted)} accepted, ${formatCount(rejected)} rejected of ${formatCount(rows)} rows in ` +
      `${formatSeconds(seconds)}, run ${runId}`,
  ];
  for (const { line, errors } of rejectedRows.slice(0, shown)) {
    lines.push(
      `  line ${line}: ${errors.map(({ path, message }) => `${path} ${message}`.trim()).join('; ')}`,
    );
  }
  if (rejectedRows.length > shown) lines.push(`  … and ${formatCount(rejectedRows.length - shown)} more`);
  if (repeated > 0) lines.push(`${formatCount(repeated)} rows were sent again under the same key`);
  if (stopped !== undefined) lines.push(`stopped after ${formatCount(rows)} rows: ${stopped.why}`);
  return lines.join('\n');
}

async function replay(file: string, options: ReplayOptions): Promise<void> {
  const market = marketByName(options.stream);
  if (market === undefined) {
    throw usageError(`--stream ${options.stream}: expected ${markets.map(({ name }) => name).join(' or ')}`);
  }
  const output = createOutput({ json: options.json === true });
  const gateway = createGatewayClient(readSettings(options).gatewayUrl);
  const startedAt = performance.now();
  try {
    const plan = { file, market, speed: options.speed, runName: options.run, retryForMs: options.retryFor };
    const replayed = await replayFile(gateway, plan, stopSignal());
    const { runId, eventTime, rejectedRows, stopped, ...counts } = replayed;
    const seconds = (performance.now() - startedAt) / 1_000;
    if (options.rejects !== undefined) {
      await writeFile(options.rejects, rejectedRows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    }
    const summary = {
      file,
      stream: market.name,
      run_id: runId,
      speed: options.speed,
      ...counts,
      event_time: eventTime ?? null,
      seconds: Math.round(seconds * 1_000) / 1_000,
      rejected_rows: rejectedRows.slice(0, 100),
      stopped: stopped?.why ?? null,
    };
    output.result(summary, textOf(file, replayed, seconds));
    if (stopped?.kind === 'gave-up') process.exitCode = exitCodes.unreachable;
    else if (stopped !== undefined || (counts.rejected > 0 && !options.allowRejects)) {
      process.exitCode = exitCodes.negative;
    }
  } finally {
    gateway.close();
  }
}

export function addReplayCommand(program: Command): void {
  program
    .command('replay')
    .summary('send a CSV file of market data through the gateway at a chosen speed')
    .description(
      'Sends a CSV file of an exchange through the gateway in its order, at a chosen speed, as a run.',
    )
    .argument('<file>', 'the file')
    .requiredOption('--stream <name>', `the market: ${markets.map(({ name }) => name).join(' or ')}`)
    .option('--speed <speed>', 'times as fast as it was, 1 to 1000, or max', speed, 'max')
    .option('--run <name>', 'name of the run (default: the name of the file)')
    .option('--rejects <file>', 'write every rejected row to this file, with its line and what was wrong')
    .option('--allow-rejects', 'exit with 0 even if rows were rejected')
    .addOption(
      new Option('--retry-for <ms>', 'how long to try again when the gateway is busy or away')
        .argParser(duration)
        .default(60_000, '60s'),
    )
    .option('--gateway <url>', 'address of the gateway (GATEWAY_URL)')
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', examples)
    .action(replay);
}
