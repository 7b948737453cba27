import { maxRecordBytes, type ProducerRecord } from './record-queue.ts';

/** A record of the log as the consumer hands it over. */
export interface LogMessage {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** The broker's append time, epoch ms as text. */
  readonly timestamp: string;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
}

export interface DeadLetterReason {
  /** One word to filter by: `late`, `ahead`, `undecodable`, `empty`, `invalid`. */
  readonly reason: string;
  /** A sentence for people. */
  readonly detail: string;
  /** `topic-partition-offset` of the record. */
  readonly origin: string;
}

/** More than key, reason, detail, origin and time ever take. */
const reasonBytes = 4_000;

/**
 * The record for the stream's dead-letter topic: the original bytes, headers and key, with why and whence. Its own key is the
 * origin, so that a second copy after a crash replaces the first in every store that goes by key. A value that would no
 * longer fit is cut, and `truncated_from` tells its length; the whole record is in the log, at its origin.
 */
export function deadLetter(topic: string, message: LogMessage, why: DeadLetterReason): ProducerRecord {
  const kept: Record<string, Buffer | string> = {};
  let headerBytes = message.key?.length ?? 0;
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    if (typeof value !== 'string' && !Buffer.isBuffer(value)) continue;
    kept[name] = value;
    headerBytes += name.length + value.length;
  }
  // A record may be as large as Kafka takes; with what is added here it would be too large for the dead letters.
  const room = Math.max(0, maxRecordBytes - headerBytes - reasonBytes);
  const { value } = message;
  const cut = value !== null && value.length > room;
  return {
    topic,
    key: why.origin,
    value: cut ? value.subarray(0, room) : value,
    headers: {
      ...kept,
      ...why,
      ...(message.key === null ? {} : { key: message.key }),
      at: new Date(Number(message.timestamp)).toISOString(),
      ...(cut ? { truncated_from: String(value.length) } : {}),
    },
  };
}
