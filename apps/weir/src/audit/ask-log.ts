import type { ReadRecordFree } from '@weir/audit';
import { BrokerUnavailable, kafkaConnection, openTopicLog } from '@weir/kafka';
import { createLogger } from '@weir/runtime';
import { commonConfig } from '@weir/runtime/common-config';
import { readConfig } from '@weir/runtime/config';

/** Asks Kafka, once there is something to ask; after a first failure not again, since each takes its time. */
export function askLog(env = process.env): { readonly recordFree: ReadRecordFree; close(): Promise<void> } {
  const config = readConfig(commonConfig.kafka, env);
  const log = openTopicLog(
    kafkaConnection(config, {
      clientId: 'weir-audit',
      log: createLogger({ name: 'weir', level: 'silent' }),
    }),
  );
  let isAway = false;
  return {
    async recordFree(topic, partition, stretch) {
      if (isAway) return undefined;
      try {
        return await log.recordFree(topic, partition, stretch);
      } catch (error) {
        if (!(error instanceof BrokerUnavailable)) throw error;
        isAway = true;
        return undefined;
      }
    },
    close: () => log.close(),
  };
}
