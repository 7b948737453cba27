import { InvalidArgumentError, type Command } from 'commander';
import type { TailedRecord, TailFrom } from '../kafka/tail-topic.ts';
import { wholeNumber } from '../option-parsers.ts';
import { readSettings } from '../settings.ts';
import { stopSignal } from '../stop-signal.ts';

interface TailCommandOptions {
  readonly from: TailFrom;
  readonly count?: number;
  readonly follow: boolean;
  readonly json?: true;
}

function tailFrom(text: string): TailFrom {
  if (text === 'newest' || text === 'oldest') return text;
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError(
    'Expected newest, oldest, an offset, or -N for the last N of each partition.',
  );
}

/** One JSON object: the value as it was decoded, or `hex` and `error`. */
function jsonLine(topic: string, { value, timestamp, ...record }: TailedRecord): string {
  const { kind, ...shown } = value;
  return JSON.stringify({
    topic,
    ...record,
    time: new Date(timestamp).toISOString(),
    format: kind,
    ...shown,
  });
}

function textLine({ partition, offset, timestamp, key, value }: TailedRecord): string {
  const shown =
    value.kind === 'bytes'
      ? `0x${value.hex}  (${value.error})`
      : value.kind === 'none'
        ? '(no value)'
        : value.kind === 'text'
          ? value.value
          : JSON.stringify(value.value);
  return `${partition}@${offset}  ${new Date(timestamp).toISOString()}  ${key ?? '(no key)'}  ${shown}`;
}

async function tail(topic: string, { from, count, follow, json }: TailCommandOptions): Promise<void> {
  const settings = readSettings({});
  // Kafka's client is loaded only by the commands that need it: the others start faster and stay smaller.
  const { tailTopic } = await import('../kafka/tail-topic.ts');
  await tailTopic({
    topic,
    from,
    count: count ?? Infinity,
    follow,
    settings,
    signal: stopSignal(),
    onRecord: (record) => void process.stdout.write(`${json ? jsonLine(topic, record) : textLine(record)}\n`),
  });
}

const examples = `
Examples:
  $ weir tail transactions                              what comes from now on, until Ctrl-C
  $ weir tail frames --from oldest --count 10           the first ten
  $ weir tail transactions.income --from -5 --no-follow the last five of every partition
  $ weir tail frames.dlq --from oldest --no-follow --json | jq .headers.reason

Avro is decoded with the schema that each record was written with. A record that cannot be decoded is shown as
hexadecimal with the reason. No consumer group is made. Order holds within a partition. Kafka is found by KAFKA_BROKERS,
the registry by SCHEMA_REGISTRY_URL.`;

export function addTailCommand(program: Command): void {
  program
    .command('tail')
    .summary('print the records of a topic, decoded')
    .description('Prints the records of a topic, decoded, one a line: partition@offset, time, key, value.')
    .argument('<topic>', 'name of the topic')
    .option(
      '--from <where>',
      'newest, oldest, an offset, or -N for the last N of each partition',
      tailFrom,
      'newest',
    )
    .option('-n, --count <n>', 'stop after so many records', wholeNumber(1))
    .option('--no-follow', 'stop at the end of the log instead of waiting for more')
    .option('--json', 'print JSON lines')
    .addHelpText('after', examples)
    .action(tail);
}
