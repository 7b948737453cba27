import { weir } from '../contestants/weir.ts';
import { measure } from '../measure/measure.ts';
import type { Row } from '../report/row.ts';
import { realisticFrames } from './aggregator.ts';
import { chosen, type Benchmark } from './benchmark.ts';
import { flatTable } from './flat.ts';
import { framesTopic } from './frames-topic.ts';

const cases = [1, 3].map((instances) => ({ name: String(instances), instances }));

/** Does an event cost the same however many instances share the work? CPU is that of all of them together. */
export const instances: Benchmark = {
  name: 'instances',
  about: 'weir on frames with 1 and 3 instances: is the cost of an event, over all of them, flat?',
  rows: cases.map(({ name }) => name),
  byDefault: false,
  async run(measuring, { events = 6_000_000, only }) {
    const input = await framesTopic(measuring, 'bench-instances', 6, realisticFrames(events));
    const rows: Row[] = [];
    for (const { name, instances: count } of chosen(cases, only)) {
      const title = `${name} instance${count === 1 ? '' : 's'}`;
      const contestant = weir({ stream: 'frames', instances: count, name: `weir-${name}i`, title });
      rows.push(await measure(measuring, contestant, input));
    }
    return [
      {
        title: 'cost of an event by number of instances (processor time and memory of all together)',
        input: `${events.toLocaleString('en-US')} frames as in the main table, 6 partitions`,
        table: flatTable('instances', rows),
        rows,
      },
    ];
  },
};
