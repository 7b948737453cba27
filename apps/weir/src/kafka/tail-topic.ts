import {
  createRegistry,
  readLog,
  registryOptions,
  type KafkaAdmin,
  type LogReaderOptions,
  type LogRecord,
} from '@weir/kafka';
import { usageError } from '../cli-error.ts';
import type { Settings } from '../settings.ts';
import { connectAdmin, quietConnection } from './connect-admin.ts';
import { createRecordDecoder, type DecodedValue } from '@weir/topics';

/** Where to begin: an end of the log, an offset (from 0) in every partition, or -N for the last N of each. */
export type TailFrom = 'newest' | 'oldest' | number;

export interface TailedRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: DecodedValue;
}

export interface TailOptions {
  readonly topic: string;
  readonly from: TailFrom;
  /** Ends after so many records; Infinity goes on. */
  readonly count: number;
  /** Waits for more at the end of the log. */
  readonly follow: boolean;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly onRecord: (record: TailedRecord) => void;
}

async function startOf(admin: KafkaAdmin, topic: string, from: TailFrom): Promise<LogReaderOptions['from']> {
  if (from === 'newest') return 'end';
  if (from === 'oldest') return 'beginning';
  const offsets = await admin.topicOffsets(topic);
  return new Map(
    offsets.map(({ partition, low, high }) => [
      partition,
      Math.min(high, Math.max(low, from < 0 ? high + from : from)),
    ]),
  );
}

const textOf = (bytes: Buffer | null): string | null => (bytes === null ? null : bytes.toString());

function headersOf({ headers }: LogRecord): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.toString()]));
}

/** Resolves with the number of records once the count, the end or the signal is reached. Leaves no consumer group. */
export async function tailTopic(options: TailOptions): Promise<number> {
  const { topic, from, count, follow, settings, signal, onRecord } = options;
  const admin = await connectAdmin(settings);
  let start: LogReaderOptions['from'];
  try {
    if (!(await admin.listTopics()).includes(topic)) {
      throw usageError(`there is no topic "${topic}"; \`weir topics\` lists those there are`);
    }
    start = await startOf(admin, topic, from);
  } finally {
    await admin.close();
  }

  const decode = createRecordDecoder(createRegistry(registryOptions(settings)));
  const reader = readLog({
    ...quietConnection(settings),
    topic,
    from: start,
    until: follow ? 'follow' : 'end',
  });
  const stop = () => void reader.stop();
  signal.addEventListener('abort', stop);
  let seen = 0;
  try {
    for await (const { partition, records } of reader) {
      for (const record of records) {
        if (seen >= count || signal.aborted) return seen;
        seen += 1;
        onRecord({
          partition,
          offset: record.offset,
          timestamp: record.timestamp,
          key: textOf(record.key),
          headers: headersOf(record),
          value: await decode(record.value),
        });
      }
      if (seen >= count) return seen;
    }
    return seen;
  } finally {
    signal.removeEventListener('abort', stop);
    await reader.stop();
  }
}
