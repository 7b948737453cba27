import { Option, type Command } from 'commander';
import { createExpectedTotals, additiveMetrics } from '../check/expected-totals.ts';
import { checkJson, checkText, isGood } from '../check/check-text.ts';
import { CliError, usageError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { deliverEvents } from '../gateway/deliver-events.ts';
import { createGatewayClient, type GatewayClient } from '../gateway/gateway-client.ts';
import { batchesOf, checkShuffle, orderBoundMs, type GeneratePlan } from '../generate/plan.ts';
import { sendLanes, type Stopped } from '../generate/send-lanes.ts';
import { summaryOf, summaryText } from '../generate/summary.ts';
import { createTally, type Tally } from '../generate/tally.ts';
import { writeFile } from '../generate/write-file.ts';
import { generatorFor } from '../generators/registry.ts';
import { knownStream } from '../known-stream.ts';
import { generateDay } from '../market-days/generate-day.ts';
import { duration, instant, rate, wholeNumber } from '../option-parsers.ts';
import { createOutput, type Output } from '../output.ts';
import { createProgress } from '../progress.ts';
import { readSettings } from '../settings.ts';
import { stopSignal } from '../stop-signal.ts';

interface GenerateOptions {
  readonly count: number;
  readonly parallel: number;
  readonly rate?: number;
  readonly seed?: number;
  readonly users?: number;
  readonly shuffle: number;
  readonly start?: number;
  readonly run?: string;
  readonly out?: string;
  readonly batch: number;
  readonly realSize?: true;
  readonly force?: true;
  readonly retryFor: number;
  readonly once: boolean;
  readonly check?: true;
  readonly checkFor: number;
  readonly gateway?: string;
  readonly json?: true;
  readonly date?: string;
  readonly dir?: string;
}

const examples = `
Examples:
  $ weir generate transactions --count 100000 --parallel 10     worth exactly 5,500,000
  $ weir generate transactions --count 10000 --check            … and the windows must say 550,000
  $ weir generate frames --rate 200 --count 0                   endless, 200 a second, until Ctrl-C
  $ weir generate frames --count 100000 --seed 7 --start 2026-01-31T12:00:00Z --shuffle 5s --run rehearsal
  $ weir generate frames --count 1000000 --real-size --out stream.jsonl
  $ weir generate xetra --date 2018-02-01                       a day as a file that the replayer finds
  $ weir generate eurex --date 2018-02-01 --dir bucket          its 24 hourly files, as the bucket has them

Without --start, an event happens in the moment in which it is sent; --rate is then events per second of your time.
With --start (or --out), event times begin there and --rate (default 1000) is events per second of event time, while
they are sent as fast as possible: the same --seed, --start and --rate give the same lines every time.`;

const defaultUsers = 1_000;

interface Sending {
  readonly plan: GeneratePlan;
  readonly options: GenerateOptions;
  readonly runId: string | undefined;
  readonly tally: Tally;
  readonly signal: AbortSignal;
  readonly onAccepted?: ((line: string) => void) | undefined;
  readonly onProgress: () => void;
}

const sendAll = (gateway: GatewayClient, sending: Sending): Promise<Stopped | undefined> => {
  const { plan, options, runId, tally, signal, onAccepted, onProgress } = sending;
  return sendLanes({
    nextBatch: batchesOf(plan, signal),
    lanes: options.parallel,
    orderBoundMs: orderBoundMs(plan),
    tally,
    worthOf: generatorFor(plan.stream).expected?.worthOf,
    onAccepted,
    onProgress,
    send: ({ ndjson, count }, stopping) =>
      deliverEvents(
        gateway,
        { stream: plan.stream.name, ndjson, runId },
        {
          once: options.once,
          retryForMs: options.retryFor,
          signal: AbortSignal.any([signal, stopping]),
          onRetry: (isUnclear) => {
            tally.retries += 1;
            if (isUnclear) tally.repeated += count;
          },
        },
      ),
  });
};

/** Through the gateway; with `--run`, in a run of its own that is finished at the end. */
async function generateToGateway(
  sending: Sending,
): Promise<{ runId: string | undefined; stopped?: Stopped | undefined }> {
  const { plan, options } = sending;
  const gateway = createGatewayClient(readSettings(options).gatewayUrl, { connections: options.parallel });
  try {
    await gateway.assertReachable();
    // A check needs a run of its own: in live traffic its events could not be told from anybody else's.
    const name = options.run ?? (options.check ? 'check' : undefined);
    const runId = name === undefined ? undefined : (await gateway.startRun(plan.stream.name, name)).run_id;
    const stopped = await sendAll(gateway, { ...sending, runId });
    if (runId !== undefined && stopped?.kind !== 'gave-up') await gateway.finishRun(runId);
    return { runId, stopped };
  } finally {
    gateway.close();
  }
}

function refuseCheckOf({ stream, count }: GeneratePlan, out: string | undefined): void {
  if (out !== undefined) throw usageError('--check compares windows with what was sent; --out sends nothing');
  if (count === 0) throw usageError('--check needs a --count: something endless has no total');
  if (additiveMetrics(stream).length === 0) {
    throw usageError(`--check: ${stream.name} has no count and no sum that could be compared`);
  }
}

function planOf(streamName: string, options: GenerateOptions, output: Output): GeneratePlan {
  const stream = knownStream(streamName);
  const { fixedUsers } = generatorFor(stream);
  if (fixedUsers !== undefined && options.users !== undefined) {
    output.note(`--users changes nothing for ${stream.name}: ${fixedUsers}`);
  }
  const startMs = options.start ?? (options.out === undefined ? undefined : Date.now());
  const plan: GeneratePlan = {
    stream,
    count: options.count,
    batchSize: options.batch,
    rate: options.rate,
    seed: options.seed,
    users: options.users ?? defaultUsers,
    shuffleMs: options.shuffle,
    startMs,
    realSize: options.realSize === true,
    force: options.force === true,
  };
  checkShuffle(plan);
  if (options.check) refuseCheckOf(plan, options.out);
  return plan;
}

async function generate(streamName: string, options: GenerateOptions): Promise<void> {
  if (options.date !== undefined || options.dir !== undefined) return generateDay(streamName, options);
  const output = createOutput({ json: options.json === true, stdoutIsData: options.out === '-' });
  const plan = planOf(streamName, options, output);
  const signal = stopSignal();
  const tally = createTally();
  const { expected } = generatorFor(plan.stream);
  const totals = options.check ? createExpectedTotals(plan.stream) : undefined;
  const startedAt = performance.now();
  const progress = await createProgress({
    label: streamName,
    total: plan.count === 0 ? undefined : plan.count,
  });
  const onProgress = () => progress.update(tally.accepted + tally.rejected);

  let ended: { runId: string | undefined; stopped?: Stopped | undefined } = { runId: undefined };
  try {
    if (options.out === undefined) {
      const sending = { plan, options, runId: undefined, tally, signal, onProgress };
      ended = await generateToGateway({ ...sending, onAccepted: totals?.add });
    } else {
      const nextBatch = batchesOf(plan, signal);
      await writeFile({ nextBatch, file: options.out, tally, worthOf: expected?.worthOf, onProgress });
    }
  } finally {
    progress.stop();
  }

  const done = tally.accepted + tally.rejected;
  const isShort = plan.count > 0 && done < plan.count;
  const summary = summaryOf({
    stream: plan.stream,
    runId: ended.runId,
    tally,
    seconds: (performance.now() - startedAt) / 1_000,
    expectedMetric: expected?.metric,
    writtenTo: options.out,
    stopped: signal.aborted && isShort ? 'interrupted' : ended.stopped?.why,
  });
  const { runId } = ended;
  let isRight = true;
  if (totals === undefined || runId === undefined || ended.stopped?.kind === 'gave-up') {
    output.result(summary, summaryText(summary));
  } else {
    // Loaded only here: without a check, no ClickHouse client.
    const { checkRun } = await import('../check/read-totals.ts');
    const checked = await checkRun(streamName, runId, {
      expected: totals.totals,
      patienceMs: options.checkFor,
      signal,
    });
    isRight = isGood(checked);
    const text = `${summaryText(summary)}\n${checkText(plan.stream, checked, runId)}`;
    output.result({ ...summary, check: checkJson(plan.stream, checked) }, text);
  }
  if (signal.aborted) process.exitCode = isShort ? exitCodes.negative : exitCodes.ok;
  else if (ended.stopped?.kind === 'gave-up') throw new CliError(exitCodes.unreachable, ended.stopped.why);
  else if (ended.stopped !== undefined) throw new CliError(exitCodes.negative, ended.stopped.why);
  else if (tally.rejected > 0 || !isRight) process.exitCode = exitCodes.negative;
}

export function addGenerateCommand(program: Command): void {
  program
    .command('generate')
    .summary('send made-up events of a stream through the gateway, or write them to a file')
    .description(
      'Sends made-up events of a stream through the gateway and says what was acknowledged. Transactions come from ten ' +
        'fixed users in rotation, so that 10·k of them are worth exactly 550·k. Any other stream works too.',
    )
    .argument('<stream>', 'name of the stream, for example transactions or frames')
    .option('-n, --count <n>', 'how many events; 0 = until Ctrl-C', wholeNumber(0), 1_000)
    .option('-p, --parallel <n>', 'requests on the way at once', wholeNumber(1), 4)
    .option('-r, --rate <n>', 'events per second; as fast as possible if absent', rate)
    .option('-s, --seed <n>', 'same seed, same events (their ids too)', wholeNumber(0))
    .option(
      '-u, --users <n>',
      `different keys, skewed as real traffic is (default: ${defaultUsers})`,
      wholeNumber(1),
    )
    .option('--shuffle <ms>', 'disorder: displace event times by less than this', duration, 0)
    .option('--start <time>', 'event time of the first event, ISO 8601 (default: now, and moving)', instant)
    .option('--run <name>', 'as a run of its own: apart from live traffic, with its own clock')
    .option('-o, --out <file>', 'write JSON lines to a file (- = stdout) instead of sending')
    .option('-b, --batch <n>', 'most events in a request', wholeNumber(1), 1_000)
    .option('--real-size', 'frames as large and as ugly as the real ones (2 KB)')
    .option('--date <date>', 'xetra, eurex: a whole day as the exchange writes it (CSV), to --out or --dir')
    .option('--dir <dir>', 'with --date: the 24 hourly files, in a folder of the date')
    .option('--force', 'allow --shuffle beyond the grace')
    .addOption(
      new Option('--retry-for <ms>', 'how long to try again when the gateway is busy or away')
        .argParser(duration)
        .default(60_000, '60s'),
    )
    .option(
      '--check',
      'as a run of its own, wait until its windows are in ClickHouse (CLICKHOUSE_URL); exit 1 unless all counts and ' +
        'sums are what was sent',
    )
    .addOption(
      new Option('--check-for <ms>', 'give the check up when nothing has changed for so long')
        .argParser(duration)
        .default(30_000, '30s'),
    )
    .option('--no-once', 'without an Idempotency-Key: faster, but what is sent again may be stored twice')
    .option('--gateway <url>', 'address of the gateway (GATEWAY_URL)')
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', examples)
    .action(generate);
}
