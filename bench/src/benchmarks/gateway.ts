import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runSchema } from '@weir/schemas';
import { streams } from '@weir/streams';
import { freePort, spawnProcess, waitUntilReady } from '@weir/local';
import { benchFolder } from '../bench-stack.ts';
import { NotAvailable } from '../contestants/contestant.ts';
import { runLoad, type Load } from '../http/run-load.ts';
import { expressKafkajs, fastApi, isUp, weirGateway, type Server } from '../http/server.ts';
import type { Measuring } from '../measure/measure.ts';
import { megabytes } from '../report/columns.ts';
import { formatSelfTimes, profiling } from '../report/profile.ts';
import { formatTable, type Column } from '../report/table.ts';
import type { Benchmark } from './benchmark.ts';

interface Case {
  readonly name: string;
  readonly title: string;
  readonly server: Server;
  readonly connections: number;
  readonly events: number;
}

const single = (server: Server, connections: number): Case => ({
  name: connections === 256 ? server.name : `${server.name}-${connections}`,
  title: `${server.title}, one event a request, ${connections} connections`,
  server,
  connections,
  events: 1,
});

const cases: readonly Case[] = [
  single(weirGateway, 256),
  single(weirGateway, 64),
  {
    name: 'weir-ndjson',
    title: 'Weir gateway, NDJSON of 1,000 events, 16 connections',
    server: weirGateway,
    connections: 16,
    events: 1_000,
  },
  single(fastApi, 256),
  single(expressKafkajs, 256),
];

type Result = { readonly load: Load; readonly stored: number } | { readonly problem: string };

interface GatewayRow {
  readonly case: Case;
  readonly result: Result;
}

const warmUpMs = 6_000;
const measureMs = 15_000;
const schemaOf = (name: string) => {
  const stream = streams.find((one) => one.name === name);
  if (stream === undefined) throw new Error(`there is no stream ${name}`);
  return stream.schema;
};

/** Topics and subjects that a gateway wants to be ready. */
async function provision({ stack: { admin, registry } }: Measuring): Promise<void> {
  await admin.createTopics([
    ...streams.map(({ topic, partitions }) => ({ topic, partitions })),
    ...['runs', 'redrives'].map((topic) => ({ topic, partitions: 1 })),
    { topic: 'idempotency', partitions: 4 },
  ]);
  const compatibility = { compatibility: 'BACKWARD' } as const;
  await registry.register('runs-value', runSchema, compatibility);
  for (const { topic, schema } of streams) await registry.register(`${topic}-value`, schema, compatibility);
}

async function run(measuring: Measuring, one: Case, nodeArgs: readonly string[]): Promise<Result> {
  const { stack, say, signal } = measuring;
  const { server } = one;
  const topic = `bench-http-${one.name}-${Date.now().toString(36)}`;
  const schema = schemaOf('transactions');
  await stack.admin.createTopics([{ topic, partitions: 6 }]);
  const schemaId = await stack.registry.register(`${topic}-value`, schema, { compatibility: 'BACKWARD' });
  const port = await freePort();
  const logFile = join(benchFolder, 'logs', `http-${one.name}.log`);
  const job = {
    port,
    topic,
    brokers: stack.connection.brokers.join(','),
    registryUrl: stack.registryUrl,
    schemaId: Number(schemaId),
    schema: JSON.stringify(schema),
    logFile,
    nodeArgs,
  };
  const limits = { readyWithinMs: 60_000, stopWithinMs: 20_000 };
  const spec = { ...server.command(job), name: one.name, logFile, ...limits, isReady: () => isUp(port) };
  const running = await spawnProcess(spec, stack.reaper, stack.folder.pids);
  try {
    await waitUntilReady(spec, running, signal);
    say(`${one.name}: running …`);
    const { connections, events } = one;
    const options = { port, target: server.target, connections, events, warmUpMs, measureMs };
    const load = await runLoad(options, running.pid, signal);
    const offsets = await stack.admin.topicOffsets(topic);
    return { load, stored: offsets.reduce((sum, { high }) => sum + high, 0) };
  } finally {
    await running.stop();
  }
}

async function outcome(
  measuring: Measuring,
  one: Case,
  nodeArgs: readonly string[] = [],
): Promise<GatewayRow> {
  try {
    await one.server.prepare(measuring.say);
    return { case: one, result: await run(measuring, one, nodeArgs) };
  } catch (error) {
    if (measuring.signal.aborted) throw error;
    const why = error instanceof Error ? error.message : String(error);
    const state = error instanceof NotAvailable ? 'not available' : 'failed';
    return { case: one, result: { problem: `${state}: ${why}` } };
  }
}

const none = '–';
const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const cell = (text: (load: Load, stored: number) => string) => ({
  align: 'right' as const,
  cell: ({ result }: GatewayRow) => ('load' in result ? text(result.load, result.stored) : none),
});

const columns: readonly Column<GatewayRow>[] = [
  { head: 'contestant', align: 'left', cell: (row) => row.case.title },
  { head: 'requests/s', ...cell(({ requests }) => whole(requests)) },
  { head: 'events/s', ...cell(({ events }) => whole(events)) },
  { head: 'p50 ms', ...cell(({ p50 }) => p50.toFixed(1)) },
  { head: 'p99 ms', ...cell(({ p99 }) => p99.toFixed(1)) },
  {
    head: 'server CPU s per 100,000 events',
    ...cell(({ serverCpuSeconds, events, seconds }) =>
      ((serverCpuSeconds / (events * seconds)) * 100_000).toFixed(2),
    ),
  },
  { head: 'load CPU %', ...cell(({ cpuSeconds, seconds }) => whole((cpuSeconds / seconds) * 100)) },
  { head: 'max RSS MB', ...cell(({ serverPeakBytes }) => megabytes(serverPeakBytes)) },
  {
    head: 'result',
    align: 'left',
    cell: ({ result }) => {
      if ('problem' in result) return result.problem.split('\n', 1)[0] ?? '';
      const { acknowledged, statuses } = result.load;
      const others = Object.entries(statuses).filter(([status]) => status !== '202');
      if (others.length > 0) return `also answered: ${others.map((pair) => pair.join(' × ')).join(', ')}`;
      if (acknowledged === result.stored) return `all ${whole(acknowledged)} stored once`;
      return `WRONG: ${whole(acknowledged)} acknowledged, ${whole(result.stored)} stored`;
    },
  },
];

/** POST to acknowledgement, over HTTP. */
export const gateway: Benchmark = {
  name: 'gateway',
  about:
    'transactions over HTTP, answered when Kafka has acknowledged (acks=all), beside FastAPI and Express',
  rows: [...cases.map(({ name }) => name), 'profile'],
  byDefault: false,
  async run(measuring, { only }) {
    await provision(measuring);
    const rows: GatewayRow[] = [];
    for (const one of cases) {
      if (only.length > 0 && !only.includes(one.name)) continue;
      const row = await outcome(measuring, one);
      const [first = '', ...rest] = columns.map(({ cell: text }) => text(row));
      measuring.say(`${first}: ${rest.join(' · ')}`);
      rows.push(row);
    }
    let profile = '';
    const [first] = cases;
    if (only.includes('profile') && first !== undefined) {
      mkdirSync(benchFolder, { recursive: true });
      const { nodeArgs, read } = profiling(benchFolder);
      rows.push(
        await outcome(measuring, { ...first, name: 'profile', title: `${first.title}, profiled` }, nodeArgs),
      );
      profile = `\n\n${formatSelfTimes(read(), 40)}`;
    }
    return [
      {
        title: 'transactions over HTTP, acknowledged by Kafka (acks=all)',
        input: `transactions of about 110 bytes of JSON with unique ids, 1,000 users, 6 partitions; ${warmUpMs / 1_000} s to warm up, ${measureMs / 1_000} s measured; one server process each, load program and Kafka on the same processors`,
        table: formatTable(columns, rows) + profile,
        rows: rows.map(({ case: { name, title }, result }) => ({ name, title, ...result })),
      },
    ];
  },
};
