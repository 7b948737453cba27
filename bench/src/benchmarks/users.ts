import { weir } from '../contestants/weir.ts';
import { measure } from '../measure/measure.ts';
import type { FramesInput } from '../input/frames-input.ts';
import type { Row } from '../report/row.ts';
import type { Column } from '../report/table.ts';
import { chosen, type Benchmark } from './benchmark.ts';
import { flatTable } from './flat.ts';
import { framesTopic } from './frames-topic.ts';

const cases = [
  { name: '10k', users: 10_000 },
  { name: '1M', users: 1_000_000 },
  { name: '10M', users: 10_000_000 },
];

/** All frames lie in one minute. */
const fillsSeconds = 56;
const shuffleSeconds = 3;
const graceSeconds = 10;
const heapMb = 6_144;

/** How many (window, user) pairs are open at the fullest: the minute's, and those of the seconds within the grace. */
export const openUsers = (users: number, events: number): number => {
  const openSeconds = 1 + graceSeconds + shuffleSeconds;
  return Math.min(users, events) + openSeconds * Math.min(users, Math.round(events / fillsSeconds));
};

function bytesColumn(rows: readonly Row[], openOf: (name: string) => number): Column<Row> {
  const [base] = rows;
  return {
    head: 'bytes per open user',
    align: 'right',
    cell: (row) => {
      if (base === undefined || base === row) return '–';
      if (row.outcome.state !== 'measured' || base.outcome.state !== 'measured') return '–';
      const bytes = row.outcome.peakBytes - base.outcome.peakBytes;
      return (bytes / (openOf(row.name) - openOf(base.name))).toFixed(0);
    },
  };
}

/** What a user in an open window costs, in time and in memory. */
export const users: Benchmark = {
  name: 'users',
  about:
    'weir on frames of 10 thousand, 1 and 10 million different users in a minute: cost and memory of each',
  rows: cases.map(({ name }) => name),
  byDefault: false,
  async run(measuring, { events = 10_000_000, only }) {
    const rows: Row[] = [];
    const named = chosen(cases, only);
    for (const { name, users: count } of named) {
      const description: FramesInput = {
        events,
        perSecond: Math.ceil(events / fillsSeconds),
        users: count,
        spread: 'even',
        shuffleSeconds,
        seed: 1,
      };
      const input = await framesTopic(measuring, `bench-users-${name}`, 6, description);
      rows.push(await measure(measuring, weir({ stream: 'frames', name, title: name, heapMb }), input));
      await measuring.stack.admin.deleteTopics([input.topic]);
    }
    const openOf = (name: string) => openUsers(named.find((one) => one.name === name)?.users ?? 0, events);
    return [
      {
        title: 'cost and memory by number of different users in one minute',
        input: `${events.toLocaleString('en-US')} frames within one minute of event time, every user equally often, 6 partitions; heap limit ${heapMb} MB. An open user is a user in an open window: in the minute, and in each of the ${1 + graceSeconds + shuffleSeconds} seconds within grace. Bytes: greatest RSS above that of the first row`,
        table: flatTable('users a minute', rows, [bytesColumn(rows, openOf)]),
        rows,
      },
    ];
  },
};
