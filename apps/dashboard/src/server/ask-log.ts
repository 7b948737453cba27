import type { ReadRecordFree } from '@weir/audit';
import { BrokerUnavailable } from '@weir/kafka';
import { kafka } from './topics/kafka.ts';

/** Which offsets hold marks of transactions only; undefined when Kafka does not answer. */
export const readRecordFree: ReadRecordFree = async (topic, partition, stretch) => {
  try {
    return await kafka().log.recordFree(topic, partition, stretch);
  } catch (error) {
    if (error instanceof BrokerUnavailable) return undefined;
    throw error;
  }
};
