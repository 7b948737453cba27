import type { LogRecord } from '@weir/kafka';
import type { StreamDefinition } from '@weir/streams';

/** A record that was refused: the original bytes, and what is known of them. */
export interface DeadLetter {
  /** Where the dead letter itself lies. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** One word: `late`, `ahead`, `undecodable`, `invalid` … */
  readonly reason: string;
  /** A sentence for people. */
  readonly detail: string;
  /** `<topic>-<partition>-<offset>` of the record that was refused. */
  readonly origin: string;
  /** When that record was appended (epoch ms). */
  readonly at: number;
  /** The run that it belonged to; empty for live traffic. */
  readonly run: string;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
  /** Bytes that the original had, when it was cut to fit. */
  readonly truncatedFrom: number | undefined;
}

/** The topics where a stream's dead letters may be: of its events, and of its raw JSON. */
export const deadLetterTopics = ({ dlqTopic, inDlqTopic }: StreamDefinition): string[] =>
  inDlqTopic === undefined ? [dlqTopic] : [dlqTopic, inDlqTopic];

/** Reads a record of a dead-letter topic. Records of others, without our headers, are told by where they lie. */
export function readDeadLetter(topic: string, partition: number, record: LogRecord): DeadLetter {
  const headers = Object.fromEntries(
    Object.entries(record.headers).map(([name, value]) => [name, value.toString()]),
  );
  const at = Date.parse(headers['at'] ?? '');
  const cut = Number(headers['truncated_from']);
  return {
    topic,
    partition,
    offset: record.offset,
    reason: headers['reason'] ?? 'unknown',
    detail: headers['detail'] ?? '',
    origin: headers['origin'] ?? `${topic}-${partition}-${record.offset}`,
    at: Number.isNaN(at) ? record.timestamp : at,
    run: headers['run'] ?? '',
    key: headers['key'] ?? null,
    headers,
    value: record.value,
    truncatedFrom: cut > 0 ? cut : undefined,
  };
}
