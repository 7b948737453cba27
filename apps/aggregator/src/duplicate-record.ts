import type { LogMessage, ProducerRecord } from '@weir/kafka';

/** An event that was in the log before, with the same id and the same event time, and was not counted again. */
export interface Duplicate {
  readonly stream: string;
  /** Where the copy is in the log; where the first one is, nobody remembers. */
  readonly topic: string;
  readonly partition: number;
  readonly runId: string;
  readonly id: string;
  /** Epoch ms. */
  readonly eventTimeMs: number;
}

/**
 * The record that tells of a copy, as JSON: times in epoch ms, `at` when the broker took the copy. Its key and its content
 * are functions of the copy alone, so that one which is published again after a crash replaces the first in every store
 * that goes by either.
 */
export function duplicateRecord(topic: string, message: LogMessage, of: Duplicate): ProducerRecord {
  const { stream, topic: from, partition, runId, id, eventTimeMs } = of;
  const value = {
    stream,
    topic: from,
    partition,
    offset: Number(message.offset),
    run_id: runId,
    id,
    event_time: eventTimeMs,
    at: Number(message.timestamp),
  };
  return {
    topic,
    key: `${from}-${partition}-${message.offset}`,
    value: Buffer.from(JSON.stringify(value)),
  };
}
