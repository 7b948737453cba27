import { weir } from '../contestants/weir.ts';
import { measure } from '../measure/measure.ts';
import type { Row } from '../report/row.ts';
import { realisticFrames } from './aggregator.ts';
import { chosen, type Benchmark } from './benchmark.ts';
import { flatTable } from './flat.ts';
import { framesTopic } from './frames-topic.ts';

const cases = [6, 1, 24].map((partitions) => ({ name: String(partitions), partitions }));

/** Does an event cost the same however many partitions there are? */
export const partitions: Benchmark = {
  name: 'partitions',
  about: 'weir on frames in 6, 1 and 24 partitions: is the cost of an event flat?',
  rows: cases.map(({ name }) => name),
  byDefault: false,
  async run(measuring, { events = 4_000_000, only }) {
    const rows: Row[] = [];
    for (const { name, partitions: count } of chosen(cases, only)) {
      const title = `${name} partition${count === 1 ? '' : 's'}`;
      const input = await framesTopic(measuring, `bench-partitions-${count}`, count, realisticFrames(events));
      rows.push(await measure(measuring, weir({ stream: 'frames', name: `weir-${name}p`, title }), input));
      await measuring.stack.admin.deleteTopics([input.topic]);
    }
    return [
      {
        title: 'cost of an event by number of partitions',
        input: `${events.toLocaleString('en-US')} frames as in the main table, in each`,
        table: flatTable('partitions', rows),
        rows,
      },
    ];
  },
};
