import type { Registry } from '@weir/kafka';
import { runSchema, windowResultSchema, type AvroRecord } from '@weir/schemas';
import type { StreamDefinition } from '@weir/streams';
import type { Report } from '../report.ts';
import { sideBySide } from '../side-by-side.ts';
import { runsTopic } from './wanted-topics.ts';

export interface Subject {
  readonly subject: string;
  readonly schema: AvroRecord;
}

/** Every subject (`<topic>-value`, Confluent's TopicNameStrategy) and the schema of its topic. */
export function wantedSubjects(
  streams: readonly StreamDefinition[],
  windowsFormat: 'avro' | 'json' = 'avro',
): Subject[] {
  const ofTopic = (topic: string, schema: AvroRecord) => ({ subject: `${topic}-value`, schema });
  return [
    ...streams.flatMap(({ topic, schema, metrics }) => [
      ofTopic(topic, schema),
      ...(windowsFormat === 'json' ? [] : metrics.map((metric) => ofTopic(metric.topic, windowResultSchema))),
    ]),
    ofTopic(runsTopic, runSchema),
  ];
}

/** Requests to the registry at once: it is one process, and slow while it warms up. */
const requests = 4;

/**
 * Registers every schema, with BACKWARD compatibility on its subject: whoever has the new schema can read the old events.
 * Throws the registry's reason (`IncompatibleSchema`) for a schema that cannot.
 */
export async function provisionSubjects(
  registry: Registry,
  wanted: readonly Subject[],
  report: Report,
): Promise<void> {
  await sideBySide(requests, wanted, async ({ subject, schema }) => {
    const known = await registry.idOf(subject, schema);
    const id = await registry.register(subject, schema, { compatibility: 'BACKWARD' });
    if (known !== undefined) return;
    report.change({
      action: 'registered',
      kind: 'subject',
      name: subject,
      detail: `${schema.name}, schema ${id}`,
    });
  });
}
