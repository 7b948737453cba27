import { deadLetter, type LogRecord, type ProducerRecord } from '@weir/kafka';
import type { FieldError } from '@weir/schemas';
import type { RejectReason } from '../gateway-metrics.ts';
import type { ServedStream } from '../stream-catalog.ts';
import type { Timed } from './event-time-merge.ts';

/** Why a message became a dead letter. */
export type IntakeReject = RejectReason | 'empty';

/** A message of the JSON topic and what becomes of it: an event, or a dead letter. */
export interface IntakeItem extends Timed {
  readonly partition: number;
  readonly offset: number;
  readonly record: ProducerRecord;
  /** Undefined for an event. */
  readonly reject: IntakeReject | undefined;
}

export type MessageReader = (message: LogRecord, partition: number, nowMs: number) => IntakeItem;

const maxDetailLength = 1_000;
const traceparentLength = 55;

const describe = (errors: readonly FieldError[]): string =>
  errors
    .map(({ path, message }) => (path === '' ? message : `${path} ${message}`))
    .join('; ')
    .slice(0, maxDetailLength);

/**
 * Reads messages of a stream's JSON topic as the HTTP side reads events: the same schema, the same messages. What is no
 * event is kept as it came, with why (`topic.in.dlq`). The message's own key is not asked: the event's decides.
 */
export function createMessageReader(
  { definition, readBytes }: ServedStream,
  topics: { readonly inTopic: string; readonly dlqTopic: string },
  schemaId: number,
): MessageReader {
  const { inTopic, dlqTopic } = topics;
  const { maxAheadMs } = definition;

  return (message, partition, nowMs) => {
    const { offset, key, value, headers } = message;
    const bytes = value?.length ?? 0;

    const reject = (reason: IntakeReject, detail: string): IntakeItem => {
      const origin = `${inTopic}-${partition}-${offset}`;
      const original = { offset: String(offset), key, value, timestamp: String(message.timestamp), headers };
      const record = deadLetter(dlqTopic, original, { reason, detail, origin });
      return { partition, offset, bytes, timeMs: -Infinity, record, reject: reason };
    };

    if (value === null || bytes === 0) return reject('empty', 'a message without a value is no event');
    const trace = headers['traceparent'];
    const passed = trace?.length === traceparentLength ? { traceparent: trace } : undefined;
    const reading = readBytes(value, { schemaId, run: '', headers: passed, nowMs });
    if (!reading.ok) return reject(reading.reason, describe(reading.errors));
    // A time far ahead counts nowhere; its partition must not wait until all others are there.
    const timeMs = reading.timeMs > nowMs + maxAheadMs ? -Infinity : reading.timeMs;
    return { partition, offset, bytes, timeMs, record: reading.event, reject: undefined };
  };
}
