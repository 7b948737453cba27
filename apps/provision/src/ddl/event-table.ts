import { identifier } from '@weir/clickhouse';
import type { StreamDefinition } from '@weir/streams';
import { eventColumns, originColumns, type Column } from './event-columns.ts';

/** Where the events of a stream are stored. */
export const eventTableName = (stream: Pick<StreamDefinition, 'name'>): string => `events_${stream.name}`;

/** All columns of the table, in order. */
export const eventTableColumns = (stream: Pick<StreamDefinition, 'schema'>): Column[] => [
  ...eventColumns(stream.schema),
  ...originColumns,
];

export const columnDefinition = ({ name, type, default: fallback }: Column): string =>
  `${identifier(name)} ${type}${fallback === undefined ? '' : ` DEFAULT ${fallback}`}`;

/** What a table's text is made of. */
export type TableStream = Pick<StreamDefinition, 'name' | 'schema' | 'time' | 'id' | 'maxAheadMs'>;

/**
 * CREATE TABLE for the events of a stream (migration text, see infra/clickhouse/README.md for the placeholders).
 * Rows with the same sorting key collapse: for a stream with an id that is a duplicate (same id, same time), of which
 * the first in the log is kept, as in every window; otherwise it is a record that was delivered twice. A copy that was
 * too far ahead gives way to one that was not (a re-driven dead letter): windows count that one.
 * Partitions follow the broker's time, not the event's: one block of odd event times would otherwise exceed ClickHouse's
 * 100 partitions per insert and stop the stream for good. Read with FINAL, which collapses across partitions too.
 */
export function createEventTable(stream: TableStream): string {
  const { time, id, maxAheadMs } = stream;
  const columns = eventTableColumns(stream).map(columnDefinition);
  const ahead = `toUnixTimestamp64Milli(${identifier(time)}) > toUnixTimestamp64Milli(\`_appended_at\`) + ${maxAheadMs}`;
  const precedence = `\`_precedence\` UInt64 MATERIALIZED if(${ahead}, 0, 18446744073709551615 - \`_offset\`)`;
  const key = id === undefined ? ['_partition', '_offset'] : [id, time];
  const sortingKey = [`toStartOfHour(${identifier(time)})`, ...['run_id', ...key].map(identifier)];
  return [
    `CREATE TABLE IF NOT EXISTS ${identifier(eventTableName(stream))}{{on_cluster}}`,
    '(',
    [...columns, ...(id === undefined ? [] : [precedence])].map((line) => `    ${line}`).join(',\n'),
    ')',
    `ENGINE = {{replicated}}ReplacingMergeTree(${id === undefined ? '' : '`_precedence`'})`,
    'PARTITION BY toYYYYMM(`_appended_at`)',
    `ORDER BY (${sortingKey.join(', ')})`,
  ].join('\n');
}

/** ALTER TABLE for a new column, after the one that precedes it in the schema. */
export function addColumn(table: string, column: Column, after: string | undefined): string {
  const place = after === undefined ? 'FIRST' : `AFTER ${identifier(after)}`;
  return `ALTER TABLE ${identifier(table)}{{on_cluster}}\n    ADD COLUMN IF NOT EXISTS ${columnDefinition(column)} ${place}`;
}
