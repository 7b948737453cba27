import type { Command } from 'commander';
import { formatTable } from '../format.ts';
import { createOutput } from '../output.ts';
import { readSettings } from '../settings.ts';

async function topics({ json }: { json?: true }): Promise<void> {
  const settings = readSettings({});
  // Kafka's client is loaded only by the commands that need it: the others start faster and stay smaller.
  const [{ connectAdmin }, { listTopics }] = await Promise.all([
    import('../kafka/connect-admin.ts'),
    import('../kafka/list-topics.ts'),
  ]);
  const admin = await connectAdmin(settings);
  try {
    const rows = await listTopics(admin);
    const table = formatTable([
      ['topic', 'partitions', 'messages', 'what'],
      ...rows.map(({ topic, partitions, messages, role }) => [topic, partitions, messages, role]),
    ]);
    createOutput({ json: json === true }).result(rows, rows.length === 0 ? 'no topics yet' : table);
  } finally {
    await admin.close();
  }
}

const examples = `
"messages" is the distance between the ends of the log: exact, except that compaction and transactions leave gaps in it.
Kafka is found by KAFKA_BROKERS (default localhost:9092).`;

export function addTopicsCommand(program: Command): void {
  program
    .command('topics')
    .summary('list the topics with their partitions and messages')
    .description('Lists the topics with their partitions and messages, and says what Weir uses each for.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(topics);
}
