import { createProducer, type ProducerRecord } from '@weir/kafka';
import type { AvroRecord } from '@weir/schemas';
import type { BenchStack } from '../bench-stack.ts';

export interface Feed {
  readonly topic: string;
  readonly partitions: number;
  readonly schema: AvroRecord;
  readonly events: number;
  /** The record with this index (from 0); its value in wire format under this schema id. */
  readonly recordAt: (index: number, schemaId: number) => Pick<ProducerRecord, 'key' | 'value'>;
  /** A record of a time long after all others; one goes to the end of every partition. */
  readonly marker: (schemaId: number) => Pick<ProducerRecord, 'key' | 'value'>;
}

const chunk = 10_000;
const queueLimit = 24 * 1024 * 1024;

/**
 * Fills a fresh topic, in order, with the loss-free producer. Every partition ends with a marker whose event time closes
 * all windows before it, because some engines publish nothing but closed windows.
 */
export async function feedTopic(stack: BenchStack, feed: Feed, signal: AbortSignal): Promise<void> {
  const { topic, partitions, events } = feed;
  await stack.admin.createTopics([
    { topic, partitions, configs: { 'message.timestamp.type': 'LogAppendTime' } },
  ]);
  const schemaId = await stack.registry.register(`${topic}-value`, feed.schema, {
    compatibility: 'BACKWARD',
  });
  const producer = createProducer({
    ...stack.connection,
    sendBytes: 2 * 1024 * 1024,
    deadlineMs: 30_000,
  });
  try {
    for (let from = 0; from < events; from += chunk) {
      signal.throwIfAborted();
      const records: ProducerRecord[] = [];
      for (let index = from; index < Math.min(events, from + chunk); index += 1) {
        records.push({ topic, ...feed.recordAt(index, schemaId) });
      }
      const stored = producer.sendBatch(records);
      if (producer.queuedBytes > queueLimit) await stored;
      else stored.catch(() => undefined); // The flush below, and the check of the log's length, tell.
    }
    await producer.flush();
    await producer.sendBatch(
      Array.from({ length: partitions }, (_, partition) => ({ topic, partition, ...feed.marker(schemaId) })),
    );
  } finally {
    await producer.close();
  }
  const stored = (await stack.admin.topicOffsets(topic)).reduce((sum, { high }) => sum + high, 0);
  if (stored !== events + partitions)
    throw new Error(`${topic} holds ${stored} records instead of ${events}`);
}
