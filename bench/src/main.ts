import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchFolder, startBenchStack } from './bench-stack.ts';
import { aggregator } from './benchmarks/aggregator.ts';
import { intake } from './benchmarks/intake.ts';
import { gateway } from './benchmarks/gateway.ts';
import { instances } from './benchmarks/instances.ts';
import { partitions } from './benchmarks/partitions.ts';
import { profile } from './benchmarks/profile.ts';
import { series } from './benchmarks/series.ts';
import { transactions } from './benchmarks/transactions.ts';
import { users } from './benchmarks/users.ts';
import type { Benchmark } from './benchmarks/benchmark.ts';
import { readOptions, type BenchOptions } from './options.ts';
import { thisMachine } from './report/machine.ts';

const benchmarks: readonly Benchmark[] = [
  aggregator,
  intake,
  transactions,
  partitions,
  users,
  instances,
  profile,
  gateway,
  series,
];

const help = `npm run bench -- [BENCHMARK …] [options]

${benchmarks.map(({ name, about, rows }) => `  ${name.padEnd(13)} ${about}\n${' '.repeat(16)}rows: ${rows.join(', ')}`).join('\n')}

  --events N    events of each input, such as 10M (default: the benchmark's own number)
  --quick       the same as --events 1M
  --only A,B    these rows only
  --help        this text`;

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);

async function runAll(options: BenchOptions, signal: AbortSignal): Promise<void> {
  const machine = thisMachine();
  const stack = await startBenchStack(say, signal);
  try {
    for (const benchmark of benchmarks) {
      if (!options.benchmarks.includes(benchmark.name)) continue;
      const reports = await benchmark.run({ stack, say, signal }, options);
      const date = new Date().toISOString();
      const file = join(benchFolder, `${benchmark.name}-${date.slice(0, 19).replaceAll(':', '')}.json`);
      mkdirSync(benchFolder, { recursive: true });
      writeFileSync(file, JSON.stringify({ date, machine, options, reports }, undefined, 2));
      for (const { title, input, table } of reports) console.log(`\n${title}\n${input}\n\n${table}`);
      console.log(
        `\n${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}; load before: ${machine.loadBefore}\n${file}\n`,
      );
    }
  } finally {
    await stack.stop();
  }
}

const controller = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.on(name, () => controller.abort(new Error(`ended by ${name}`)));

try {
  const options = readOptions(process.argv.slice(2), benchmarks);
  if (options === 'help') console.log(help);
  else await runAll(options, controller.signal);
} catch (error) {
  const reason = controller.signal.aborted ? controller.signal.reason : error;
  console.error(reason instanceof Error ? reason.message : reason);
  process.exitCode = 1;
}
