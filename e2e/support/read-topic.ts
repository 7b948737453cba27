import { readLog, type LogRecord } from '@weir/kafka';
import { quiet } from './into-topic.ts';

export type StoredRecord = LogRecord & { readonly partition: number };

/** Every record of a topic, each partition in its order. */
export async function* readTopic(brokers: string, topic: string): AsyncGenerator<StoredRecord> {
  const reader = readLog({
    brokers: [brokers],
    clientId: 'e2e',
    log: quiet,
    topic,
    from: 'beginning',
    until: 'end',
  });
  for await (const { partition, records } of reader) for (const one of records) yield { ...one, partition };
}
