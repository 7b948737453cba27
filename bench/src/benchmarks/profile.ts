import { mkdirSync } from 'node:fs';
import { benchFolder } from '../bench-stack.ts';
import { weir } from '../contestants/weir.ts';
import { measure } from '../measure/measure.ts';
import { measureColumns, resultColumn, titleColumn } from '../report/columns.ts';
import { formatSelfTimes, profiling } from '../report/profile.ts';
import { formatTable } from '../report/table.ts';
import { realisticFrames } from './aggregator.ts';
import type { Benchmark } from './benchmark.ts';
import { framesTopic } from './frames-topic.ts';

const shown = 30;

/** Where the aggregator's processor time goes. */
export const profile: Benchmark = {
  name: 'profile',
  about: 'where the aggregator spends its processor time on frames (a .cpuprofile and its top functions)',
  rows: ['weir'],
  byDefault: false,
  async run(measuring, { events = 3_000_000 }) {
    const input = await framesTopic(measuring, 'bench-profile', 6, realisticFrames(events));
    mkdirSync(benchFolder, { recursive: true });
    const { nodeArgs, read } = profiling(benchFolder);
    const row = await measure(measuring, weir({ stream: 'frames', nodeArgs }), input);
    const table = formatTable([titleColumn, ...measureColumns, resultColumn], [row]);
    return [
      {
        title: 'profile of the aggregator (the profiler itself slows it down)',
        input: `${events.toLocaleString('en-US')} frames`,
        table: `${table}\n\n${formatSelfTimes(read(), shown)}`,
        rows: [row],
      },
    ];
  },
};
