import { createProducer, createRegistry, type Producer } from '@weir/kafka';
import { createLogger } from '@weir/runtime';
import { asAvro, type StreamName } from './event-forms.ts';
import { streamNamed } from './oracle.ts';
import type { SendEvents } from './through-gateway.ts';

export const quiet = createLogger({ name: 'e2e', level: 'silent' });

export interface TopicWriter {
  readonly producer: Producer;
  /** Of the events' schema in the registry. */
  readonly schemaId: number;
  /** Straight into the topic, once: the event with index n of a partition has the offset n there. */
  readonly send: SendEvents;
}

/** Writes events to a stream's topic as the gateway would. Close its producer in the end. */
export async function intoTopic(
  { brokers, registryUrl }: { readonly brokers: string; readonly registryUrl: string },
  stream: StreamName,
  topic = streamNamed(stream).topic,
): Promise<TopicWriter> {
  const schemaId = await createRegistry({ url: registryUrl }).latestId(`${topic}-value`);
  if (schemaId === undefined) throw new Error(`${stream} is not provisioned`);
  const producer = createProducer({ brokers: [brokers], clientId: 'e2e', log: quiet });
  return {
    producer,
    schemaId,
    send: (events) =>
      producer.sendBatch(
        events.map((event) => ({ topic, key: event.user, value: asAvro(stream, schemaId, event) })),
      ),
  };
}
