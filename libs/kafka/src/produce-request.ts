import Decoder from 'kafkajs/src/protocol/decoder.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import type { Broker } from './cluster.ts';
import { groupBy } from './group-by.ts';

/** One encoded record batch and where it belongs. */
export interface EncodedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly bytes: Buffer;
}

export interface PartitionAnswer {
  readonly topic: string;
  readonly partition: number;
  /** 0 is success; otherwise https://kafka.apache.org/protocol#protocol_error_codes */
  readonly errorCode: number;
}

const produceApi = { apiKey: 0, apiVersion: 7, apiName: 'Produce' } as const;
const acksOfAll = -1;

function encodeRequest(
  batches: readonly EncodedBatch[],
  brokerTimeoutMs: number,
  transactionalId: string | null,
): Encoder {
  const topics = groupBy(batches, ({ topic }) => topic);
  const size = batches.reduce((sum, { bytes }) => sum + bytes.length + 8, 64 + topics.size * 256);
  const encoder = new Encoder(size)
    .writeString(transactionalId)
    .writeInt16(acksOfAll)
    .writeInt32(brokerTimeoutMs);
  encoder.writeInt32(topics.size);
  for (const [topic, partitions] of topics) {
    encoder.writeString(topic).writeInt32(partitions.length);
    for (const { partition, bytes } of partitions) {
      encoder.writeInt32(partition).writeInt32(bytes.length).writeBuffer(bytes);
    }
  }
  return encoder;
}

function decodeResponse(payload: Buffer): PartitionAnswer[] {
  const decoder = new Decoder(payload);
  return decoder
    .readArray((inTopic) => {
      const topic = inTopic.readString();
      return inTopic.readArray((inPartition) => {
        const partition = inPartition.readInt32();
        const errorCode = inPartition.readInt16();
        inPartition.offset += 24; // base offset, append time, log start
        return { topic, partition, errorCode };
      });
    })
    .flat();
}

/** Sends batches (at most one a partition) to the broker that leads them, acks=all. One answer a partition. */
export function sendProduceRequest(
  broker: Broker,
  batches: readonly EncodedBatch[],
  timeoutMs: number,
  transactionalId: string | null = null,
): Promise<PartitionAnswer[]> {
  return broker.connectionPool.send({
    request: { ...produceApi, encode: async () => encodeRequest(batches, timeoutMs, transactionalId) },
    response: { decode: async (payload) => decodeResponse(payload), parse: async (answers) => answers },
    requestTimeout: timeoutMs,
  });
}
