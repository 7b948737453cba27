import { identifier } from '@weir/clickhouse';
import type { StreamDefinition } from '@weir/streams';

/** A stored event: where it is in the log, its times, and its fields as text. */
export interface EventRow {
  readonly run: string;
  readonly partition: number;
  readonly offset: number;
  readonly timeMs: number;
  readonly appendedMs: number;
  readonly fields: Readonly<Record<string, string | null>>;
}

/** The start of a SELECT that `readEventRow` reads. Every field is text: decimals and long numbers keep their digits. */
export const selectEvent = (stream: StreamDefinition): string =>
  `SELECT COLUMNS('^[^_]') APPLY(toString), _partition AS \`_p\`, _offset AS \`_o\`,
     toUnixTimestamp64Milli(${identifier(stream.time)}) AS \`_t\`, toUnixTimestamp64Milli(_appended_at) AS \`_a\``;

const nameOf = (column: string): string =>
  /^toString\((.*)\)$/.exec(column)?.[1]?.replaceAll('`', '') ?? column;

/** A row of `selectEvent`. */
export function readEventRow(row: Readonly<Record<string, unknown>>): EventRow {
  const texts = Object.entries(row)
    .filter(([column]) => !column.startsWith('_'))
    .map(([column, value]) => [nameOf(column), value as string | null] as const);
  return {
    run: texts.find(([name]) => name === 'run_id')?.[1] ?? '',
    partition: Number(row['_p']),
    offset: Number(row['_o']),
    timeMs: Number(row['_t']),
    appendedMs: Number(row['_a']),
    fields: Object.fromEntries(texts.filter(([name]) => name !== 'run_id')),
  };
}
