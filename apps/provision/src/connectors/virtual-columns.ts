import { identifier, literal } from '@weir/clickhouse';

/**
 * What the Kafka engine knows of a record beside its value
 * (https://clickhouse.com/docs/engines/table-engines/integrations/kafka#virtual-columns), as connectors pass it on.
 */
export const virtualColumns: readonly { name: string; type: string; expression: string }[] = [
  { name: '_topic', type: 'LowCardinality(String)', expression: '_topic' },
  { name: '_partition', type: 'UInt64', expression: '_partition' },
  { name: '_offset', type: 'UInt64', expression: '_offset' },
  { name: '_key', type: 'String', expression: '_key' },
  { name: '_headers.name', type: 'Array(String)', expression: '`_headers.name`' },
  { name: '_headers.value', type: 'Array(String)', expression: '`_headers.value`' },
  {
    name: '_appended_at',
    type: "DateTime64(3, 'UTC')",
    expression: "ifNull(_timestamp_ms, toDateTime64(0, 3, 'UTC'))",
  },
  { name: '_raw_message', type: 'String', expression: '_raw_message' },
  { name: '_error', type: 'String', expression: '_error' },
];

/** The first value of a record header; empty when the record has none of that name. */
export const header = (name: string): string =>
  `\`_headers.value\`[indexOf(\`_headers.name\`, ${literal(name)})]`;

/** Where a record is in the log, as the dlq topics write it: `<topic>-<partition>-<offset>`. */
export const origin = "concat(`_topic`, '-', toString(`_partition`), '-', toString(`_offset`))";

/** The stream that a record's topic belongs to; the topic's own name when it belongs to none. */
export function streamOfRecord(streamOfTopic: Readonly<Record<string, string>>): string {
  const topics = Object.keys(streamOfTopic).map(literal).join(', ');
  const names = Object.values(streamOfTopic).map(literal).join(', ');
  return `transform(toString(${identifier('_topic')}), [${topics}], [${names}], toString(${identifier('_topic')}))`;
}
