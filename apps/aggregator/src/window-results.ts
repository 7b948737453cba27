import type { ProducerRecord, Registry } from '@weir/kafka';
import { createCodec, formatDecimal, windowResultSchema, type WindowResult } from '@weir/schemas';
import type { StreamDefinition } from '@weir/streams';
import type { WindowRow } from '@weir/windowing';

/** Turns the windows of a partition into records for the metrics' topics. */
export type WindowResultWriter = (partition: number, row: WindowRow) => ProducerRecord;

/**
 * A result as JSON, for consumers without Avro: the fields of the schema, times in epoch ms, the value as an exact number
 * (`1000`, `12.5`).
 */
export function windowResultJson(result: WindowResult): Buffer {
  const value = formatDecimal(result.value).replace(/\.?0+$/, '');
  const { value: _exact, ...others } = result;
  const members = Object.entries(others).map(([name, one]) => `"${name}":${JSON.stringify(one)}`);
  return Buffer.from(`{${members.join(',')},"value":${value}}`);
}

/**
 * A writer for one stream. Asks the registry once per metric topic for the schema's id; throws when the topics were not
 * provisioned.
 */
export async function createWindowResultWriter(
  registry: Registry,
  stream: StreamDefinition,
  format: 'avro' | 'json' = 'avro',
): Promise<WindowResultWriter> {
  const codec = createCodec<WindowResult>(windowResultSchema);
  const metrics = await Promise.all(
    stream.metrics.map(async (metric) => {
      if (format === 'json') return { ...metric, schemaId: undefined };
      const schemaId = await registry.idOf(`${metric.topic}-value`, windowResultSchema);
      if (schemaId === undefined) {
        throw new Error(
          `subject ${metric.topic}-value has no WindowResult schema; run the provision app first`,
        );
      }
      return { ...metric, schemaId };
    }),
  );
  return (partition, row) => {
    const metric = metrics[row.metric];
    if (metric === undefined) throw new Error(`${stream.name} has no metric ${row.metric}`);
    const { run_id, group, window_start } = row;
    const result = {
      stream: stream.name,
      metric: metric.name,
      kind: metric.kind,
      run_id,
      group,
      window_start,
      window_ms: metric.windowMs,
      partition,
      value: row.value,
      value_at: row.value_at,
      events: row.events,
      revision: row.revision,
      final: row.final,
    };
    return {
      topic: metric.topic,
      key: `${run_id}|${group}|${window_start}|${partition}`,
      value:
        metric.schemaId === undefined ? windowResultJson(result) : codec.encodeWire(metric.schemaId, result),
    };
  };
}
