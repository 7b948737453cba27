import { weir } from '../contestants/weir.ts';
import { feedTopic } from '../input/feed.ts';
import { endOfTransactions, transactionsFeed } from '../input/transactions-feed.ts';
import { expectedTransactions, transactionColumns } from '../input/transactions-input.ts';
import { measure } from '../measure/measure.ts';
import { measureColumns, resultColumn, titleColumn } from '../report/columns.ts';
import { formatTable } from '../report/table.ts';
import type { Benchmark } from './benchmark.ts';

const topic = 'bench-transactions';
const partitions = 6;

/** The five metrics of transactions, repeated ids counted once. */
export const transactions: Benchmark = {
  name: 'transactions',
  about: 'weir on transactions: five metrics, one of them by user, and repeated ids counted once',
  rows: ['weir'],
  byDefault: false,
  async run(measuring, { events = 5_000_000 }) {
    const columns = transactionColumns({
      events,
      perSecond: 1_000,
      users: 1_000,
      shuffleMs: 3_000,
      repeated: 0.01,
      seed: 7,
    });
    const expected = expectedTransactions(columns);
    await feedTopic(measuring.stack, transactionsFeed(topic, partitions, columns), measuring.signal);
    const records = columns.sent.length + partitions;
    const row = await measure(measuring, weir({ stream: 'transactions' }), {
      topic,
      records,
      expected,
      endMs: endOfTransactions(columns),
    });
    return [
      {
        title: 'transactions with their five metrics',
        input: `${events.toLocaleString('en-US')} transactions and ${(columns.sent.length - events).toLocaleString('en-US')} repetitions, 1,000 a second of event time, 1,000 skewed users, up to 3 s out of order, ${partitions} partitions`,
        table: formatTable([titleColumn, ...measureColumns, resultColumn], [row]),
        rows: [row],
      },
    ];
  },
};
