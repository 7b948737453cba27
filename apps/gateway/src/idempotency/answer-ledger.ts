import type { EncodedEvent } from '../event-sink.ts';
import type { KnownAnswer } from './known-answer.ts';

/** A request with a key whose events are to be stored with its answer: both or neither, and once. */
export interface Claim {
  /** Of caller, stream and key. */
  readonly id: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly events: readonly EncodedEvent[];
}

/**
 * Answers of requests with an `Idempotency-Key`: the narrow port between HTTP and Kafka. All but `find` throw
 * `BrokerUnavailable` or `QueueFull`; what became of the request is then not known, and asking again tells.
 */
export interface AnswerLedger {
  /** Undefined: not known here; `store` and `findSurely` know better. */
  find(id: string): KnownAnswer | undefined;
  /** Asks Kafka: what any gateway has stored until now is found. */
  findSurely(id: string): Promise<KnownAnswer | undefined>;
  /** Stores events and answer; or gives the answer of an earlier request with this id, and stores nothing. */
  store(claim: Claim): Promise<KnownAnswer | undefined>;
}
