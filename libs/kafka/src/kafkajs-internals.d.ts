/** The parts of kafkajs 2.2.4 that it keeps to itself and that Weir needs: brokers, and requests of our own to them. */

interface KafkajsRootLogger {
  namespace(name: string): KafkajsRootLogger;
}

declare module 'kafkajs/src/loggers/index.js' {
  import type { logCreator, logLevel } from 'kafkajs';
  const loggers: { createLogger(options: { level: logLevel; logCreator: logCreator }): KafkajsRootLogger };
  export default loggers;
}

declare module 'kafkajs/src/network/socketFactory.js' {
  import type { ISocketFactory } from 'kafkajs';
  export default function socketFactory(): ISocketFactory;
}

declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    constructor(initialSize?: number);
    readonly buffer: Buffer;
    writeInt8(value: number): this;
    writeInt16(value: number): this;
    writeInt32(value: number): this;
    writeInt64(value: number | string | bigint): this;
    writeString(value: string | null): this;
    writeBuffer(value: Buffer): this;
  }
}

declare module 'kafkajs/src/protocol/decoder.js' {
  export default class Decoder {
    constructor(bytes: Buffer);
    offset: number;
    readInt8(): number;
    readInt16(): number;
    readInt32(): number;
    readInt64(): { toString(): string };
    readString(): string;
    readBytes(length: number): Buffer;
    readArray<T>(read: (decoder: Decoder) => T): T[];
    canReadBytes(length: number): boolean;
  }
}

declare module 'kafkajs/src/protocol/error.js' {
  const protocolErrors: {
    createErrorFromCode(code: number): Error & { type: string; code: number; retriable: boolean };
  };
  export default protocolErrors;
}

declare module 'kafkajs/src/protocol/recordBatch/v0/decoder.js' {
  import type Decoder from 'kafkajs/src/protocol/decoder.js';
  interface DecodedRecord {
    readonly offset: string;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly headers: Record<string, Buffer | Buffer[]>;
    readonly timestamp: string;
    readonly isControlRecord: boolean;
  }
  interface DecodedBatch {
    readonly firstOffset: string;
    readonly lastOffsetDelta: number;
    readonly producerId: string;
    readonly inTransaction: boolean;
    readonly isControlBatch: boolean;
    readonly maxTimestamp: string;
    readonly timestampType: number;
    readonly records: readonly DecodedRecord[];
  }
  export default function decodeRecordBatch(decoder: Decoder): Promise<DecodedBatch>;
}

declare module 'kafkajs/src/cluster/index.js' {
  import type { ISocketFactory, RetryOptions, SASLOptions } from 'kafkajs';
  import type { Socket } from 'node:net';
  import type { ConnectionOptions } from 'node:tls';
  import type Encoder from 'kafkajs/src/protocol/encoder.js';

  interface ProtocolRequest<T> {
    readonly request: {
      readonly apiKey: number;
      readonly apiVersion: number;
      readonly apiName: string;
      encode(): Promise<Encoder>;
    };
    readonly response: { decode(payload: Buffer): Promise<T>; parse(decoded: T): Promise<T> };
    readonly requestTimeout?: number;
    readonly logResponseError?: boolean;
  }

  /** One socket to a broker, with the requests on it that wait for their answers. */
  interface Connection {
    readonly clientId: string;
    readonly socket: Socket;
    readonly requestQueue: {
      push(request: {
        readonly entry: {
          readonly apiKey: number;
          readonly apiVersion: number;
          readonly apiName: string;
          readonly correlationId: number;
          resolve(answer: { payload: Buffer }): void;
          reject(error: Error): void;
        };
        readonly expectResponse: boolean;
        readonly requestTimeout: number;
        sendRequest(): void;
      }): void;
    };
    isAuthenticated(): boolean;
    authenticate(): Promise<void>;
    /** Throws when the socket is not connected. */
    failIfNotConnected(): void;
    nextCorrelationId(): number;
  }

  export interface Broker {
    readonly nodeId: number;
    readonly connectionPool: {
      send<T>(request: ProtocolRequest<T>): Promise<T>;
      /** Connected. */
      getConnectionByRequest(of: { request: { readonly apiKey: number } }): Promise<Connection>;
    };
    isConnected(): boolean;
    disconnect(): Promise<void>;
    initProducerId(request: { transactionalId?: string; transactionTimeout: number }): Promise<{
      producerId: string;
      producerEpoch: number;
    }>;
    addPartitionsToTxn(
      request: TransactionIdentity & { topics: { topic: string; partitions: number[] }[] },
    ): Promise<unknown>;
    addOffsetsToTxn(request: TransactionIdentity & { groupId: string }): Promise<unknown>;
    txnOffsetCommit(
      request: TransactionIdentity & {
        groupId: string;
        topics: {
          topic: string;
          partitions: { partition: number; offset: string; metadata: string | null }[];
        }[];
      },
    ): Promise<unknown>;
    endTxn(request: TransactionIdentity & { transactionResult: boolean }): Promise<unknown>;
  }

  interface TransactionIdentity {
    readonly transactionalId: string;
    readonly producerId: string;
    readonly producerEpoch: number;
  }

  interface PartitionMetadata {
    readonly partitionId: number;
    readonly leader: number;
  }

  export default class Cluster {
    constructor(options: {
      logger: KafkajsRootLogger;
      socketFactory: ISocketFactory;
      brokers: string[];
      clientId: string;
      ssl?: ConnectionOptions;
      sasl?: SASLOptions;
      connectionTimeout: number;
      requestTimeout: number;
      enforceRequestTimeout: boolean;
      metadataMaxAge: number;
      allowAutoTopicCreation: boolean;
      isolationLevel?: number;
      retry: RetryOptions;
    });
    readonly targetTopics: Set<string>;
    readonly brokerPool: { readonly brokers: Readonly<Record<string, unknown>> };
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    isConnected(): boolean;
    addTargetTopic(topic: string): Promise<void>;
    refreshMetadata(): Promise<void>;
    refreshMetadataIfNecessary(): Promise<void>;
    findBroker(where: { nodeId: number | string }): Promise<Broker>;
    findControllerBroker(): Promise<Broker>;
    findGroupCoordinator(of: { groupId: string; coordinatorType?: number }): Promise<Broker>;
    findTopicPartitionMetadata(topic: string): readonly PartitionMetadata[];
    fetchTopicsOffset(
      topics: {
        topic: string;
        partitions: { partition: number }[];
        fromBeginning?: boolean;
        fromTimestamp?: number;
      }[],
    ): Promise<{ topic: string; partitions: { partition: number; offset: string }[] }[]>;
  }
}
