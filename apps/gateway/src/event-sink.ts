import type { Headers } from '@weir/kafka';

/** An event that was validated and encoded: what goes to Kafka. */
export interface EncodedEvent {
  readonly topic: string;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers?: Headers | undefined;
}

/**
 * Where events go: the narrow port between HTTP and Kafka. `send` and `sendBatch` resolve when all in-sync replicas have them, and throw
 * `BrokerUnavailable` or `QueueFull`. The order of calls is the order in the log, per key.
 */
export interface EventSink {
  send(event: EncodedEvent): Promise<void>;
  /** False while the queue is full: a caller that can wait should. */
  hasRoomFor(events: readonly EncodedEvent[]): boolean;
  sendBatch(events: readonly EncodedEvent[]): Promise<void>;
}
