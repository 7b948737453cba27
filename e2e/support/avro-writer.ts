import type { Producer, Registry } from '@weir/kafka';
import { createCodec, type AvroRecord } from '@weir/schemas';

export interface Written {
  readonly key?: string;
  readonly run?: string;
  readonly partition?: number;
}

/**
 * Writes events to a topic as any Confluent producer would: Avro in wire format, with the id that the registry gives the
 * schema under the topic's subject.
 */
export async function avroWriter<T>(
  { producer, registry }: { producer: Producer; registry: Registry },
  topic: string,
  schema: AvroRecord,
): Promise<(events: readonly T[], where?: Written) => Promise<void>> {
  const id = await registry.register(`${topic}-value`, schema, { compatibility: 'BACKWARD' });
  const codec = createCodec<T>(schema);
  return (events, { key = 'somebody', run, partition } = {}) =>
    producer.sendBatch(
      events.map((event) => ({
        topic,
        key,
        value: codec.encodeWire(id, event),
        ...(run === undefined ? {} : { headers: { run } }),
        ...(partition === undefined ? {} : { partition }),
      })),
    );
}
