import type { KafkaConnection } from '@weir/kafka';
import type { AnswerLedger } from './answer-ledger.ts';
import { AnswerSlot } from './answer-slot.ts';

/** Partitions of the topic that are used (provision makes so many): requests of different slots do not wait for each other. */
export const slotCount = 4;

export interface KafkaAnswersOptions {
  readonly connection: KafkaConnection;
  /** How long an answer is remembered (ms). */
  readonly windowMs: number;
  /** Memory for answers; the oldest are forgotten when there are more. */
  readonly maxTableBytes: number;
  readonly maxQueueBytes: number;
}

export interface KafkaAnswers extends AnswerLedger {
  /** Answers that are known. */
  readonly size: number;
  /** Takes over all slots, so that what a killed gateway has left open is ended at once, and not by the broker's timeout. */
  takeOver(): Promise<void>;
  close(): Promise<void>;
}

/** Answers in the topic `idempotency`: any number of gateways agree on them, and none keeps anything else. */
export function createKafkaAnswers(options: KafkaAnswersOptions): KafkaAnswers {
  const { connection, windowMs, maxTableBytes, maxQueueBytes } = options;
  const slots = Array.from(
    { length: slotCount },
    (_, partition) =>
      new AnswerSlot({
        connection,
        partition,
        windowMs,
        maxTableBytes: maxTableBytes / slotCount,
        maxQueueBytes: maxQueueBytes / slotCount,
      }),
  );
  const slotOf = (id: string): AnswerSlot => {
    const slot = slots[Number.parseInt(id.slice(0, 8), 16) % slotCount];
    if (slot === undefined) throw new Error(`${id} is no id of a request`);
    return slot;
  };
  return {
    get size() {
      return slots.reduce((sum, { size }) => sum + size, 0);
    },
    find: (id) => slotOf(id).find(id),
    async findSurely(id) {
      const slot = slotOf(id);
      await slot.refresh();
      return slot.find(id);
    },
    store: (claim) => slotOf(claim.id).store(claim),
    async takeOver() {
      for (const slot of slots) await slot.refresh().catch(() => undefined);
    },
    close: async () => void (await Promise.all(slots.map((slot) => slot.close()))),
  };
}
