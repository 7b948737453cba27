import Decoder from 'kafkajs/src/protocol/decoder.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import protocolErrors from 'kafkajs/src/protocol/error.js';
import type { Broker } from './cluster.ts';

interface PartitionSize {
  readonly topic: string;
  readonly partition: number;
  readonly bytes: number;
}

const describeLogDirs = { apiKey: 35, apiVersion: 1, apiName: 'DescribeLogDirs' } as const;

function decode(payload: Buffer): PartitionSize[] {
  const decoder = new Decoder(payload);
  decoder.readInt32(); // throttle
  return decoder
    .readArray((inDir) => {
      const errorCode = inDir.readInt16();
      inDir.readString(); // the folder
      const topics = inDir.readArray((inTopic) => {
        const topic = inTopic.readString();
        return inTopic.readArray((inPartition) => {
          const partition = inPartition.readInt32();
          const bytes = Number(inPartition.readInt64().toString());
          inPartition.readInt64(); // lag of a replica that is being moved here
          inPartition.readInt8(); // whether it is one
          return { topic, partition, bytes };
        });
      });
      if (errorCode !== 0) throw protocolErrors.createErrorFromCode(errorCode);
      return topics.flat();
    })
    .flat();
}

/** Bytes on disk of everything that a broker holds (KIP-113). kafkajs does not offer it. */
export const readLogDirs = (broker: Broker, requestTimeoutMs: number): Promise<PartitionSize[]> =>
  broker.connectionPool.send({
    request: { ...describeLogDirs, encode: async () => new Encoder().writeInt32(-1) },
    response: { decode: async (payload) => decode(payload), parse: async (sizes: PartitionSize[]) => sizes },
    requestTimeout: requestTimeoutMs,
  });
