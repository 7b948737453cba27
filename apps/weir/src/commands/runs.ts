import type { Command } from 'commander';
import { createGatewayClient, type GatewayClient, type Run } from '../gateway/gateway-client.ts';
import { formatTable } from '../format.ts';
import { knownStream } from '../known-stream.ts';
import { createOutput } from '../output.ts';
import { readSettings } from '../settings.ts';

interface RunsOptions {
  readonly gateway?: string;
  readonly json?: true;
}

const timeOf = (time: Run['created_at'] | null): string =>
  time === undefined || time === null ? '' : new Date(time).toISOString();

const rowOf = ({ run_id, stream, name, state, created_at, finished_at }: Run) => [
  run_id,
  stream ?? '',
  name ?? '',
  state ?? '',
  timeOf(created_at),
  timeOf(finished_at),
];

async function withGateway(
  options: RunsOptions,
  work: (gateway: GatewayClient) => Promise<void>,
): Promise<void> {
  const gateway = createGatewayClient(readSettings(options).gatewayUrl);
  try {
    await work(gateway);
  } finally {
    gateway.close();
  }
}

const list = (_options: RunsOptions, command: Command) => {
  const options = command.optsWithGlobals<RunsOptions>();
  return withGateway(options, async (gateway) => {
    const runs = await gateway.listRuns();
    const table = formatTable([
      ['run', 'stream', 'name', 'state', 'created', 'finished'],
      ...runs.map(rowOf),
    ]);
    createOutput({ json: options.json === true }).result(runs, runs.length === 0 ? 'no runs yet' : table);
  });
};

const start = (stream: string, name: string, _options: RunsOptions, command: Command) => {
  const options = command.optsWithGlobals<RunsOptions>();
  return withGateway(options, async (gateway) => {
    const run = await gateway.startRun(knownStream(stream).name, name);
    createOutput({ json: options.json === true }).result(run, run.run_id);
  });
};

const finish = (runId: string, _options: RunsOptions, command: Command) => {
  const options = command.optsWithGlobals<RunsOptions>();
  return withGateway(options, async (gateway) => {
    const run = await gateway.finishRun(runId);
    createOutput({ json: options.json === true }).result(run, `run ${run.run_id} is finished`);
  });
};

const examples = `
Examples:
  $ weir runs
  $ id=$(weir runs start frames rehearsal)
  $ curl --data-binary @part1.jsonl -H 'content-type: application/x-ndjson' "localhost:4000/v1/events/frames?run=$id"
  $ weir runs finish $id`;

export function addRunsCommand(program: Command): void {
  const runs = program
    .command('runs')
    .summary('list, start or finish runs')
    .description(
      'A run is one import or replay: its events have a clock of their own and are kept apart from live traffic.',
    )
    .option('--gateway <url>', 'address of the gateway (GATEWAY_URL)')
    .option('--json', 'print JSON')
    .addHelpText('after', examples);
  runs.command('list', { isDefault: true }).description('all runs (also without "list")').action(list);
  runs
    .command('start')
    .description('start a run; prints its id')
    .argument('<stream>', 'name of the stream')
    .argument('<name>', 'what to call it')
    .action(start);
  runs
    .command('finish')
    .description('finish a run: its windows become final, further events are refused')
    .argument('<id>', 'id of the run')
    .action(finish);
}
