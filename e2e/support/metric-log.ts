import { createCodec, windowResultSchema, wireFormat, type WindowResult } from '@weir/schemas';
import type { StreamDefinition } from '@weir/streams';
import { readTopic } from './read-topic.ts';

const codec = createCodec<WindowResult>(windowResultSchema);

/**
 * Reads the metric topics of a stream as compaction sees them, where the last record of a key stays. Returns the keys
 * whose last record is not the valid one, of the greatest revision, and how many records there are.
 */
export async function staleLastRecords(
  brokers: string,
  { metrics }: StreamDefinition,
): Promise<{ stale: string[]; records: number }> {
  const stale: string[] = [];
  let records = 0;
  for (const { topic } of metrics) {
    const last = new Map<string, WindowResult>();
    const greatest = new Map<string, number>();
    for await (const { key, value } of readTopic(brokers, topic)) {
      records += 1;
      const name = `${topic} ${String(key)}`;
      const result = codec.decode(value ?? Buffer.alloc(0), wireFormat.bodyStart);
      last.set(name, result);
      greatest.set(name, Math.max(greatest.get(name) ?? -1, result.revision));
    }
    for (const [name, { revision }] of last) {
      const valid = greatest.get(name);
      if (revision !== valid) stale.push(`${name}: last ${revision}, greatest ${valid}`);
    }
  }
  return { stale, records };
}
