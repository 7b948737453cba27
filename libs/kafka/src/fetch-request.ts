import Decoder from 'kafkajs/src/protocol/decoder.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import protocolErrors from 'kafkajs/src/protocol/error.js';
import decodeRecordBatch from 'kafkajs/src/protocol/recordBatch/v0/decoder.js';
import { AbortedTransactions, type AbortedTransaction } from './aborted-transactions.ts';
import type { Broker } from './cluster.ts';
import { messageOf } from './errors.ts';

export interface LogRecord {
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** A header that was sent twice keeps its last value. */
  readonly headers: Readonly<Record<string, Buffer>>;
  /** Epoch ms: the broker's append time or the producer's, as the topic is set. */
  readonly timestamp: number;
}

/** Offsets whose bytes cannot be decoded: a broken or strangely compressed batch. */
export interface UnreadableBatch {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly error: string;
}

export interface FetchedPartition {
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** Empty unless the request was `tolerant`: then they are left out instead of failing it. */
  readonly unreadable: readonly UnreadableBatch[];
  readonly nextOffset: number;
  readonly highWatermark: number;
}

export interface FetchOptions {
  readonly topic: string;
  readonly positions: readonly { readonly partition: number; readonly offset: number }[];
  readonly maxBytes: number;
  /** Default: as many as of the whole answer. */
  readonly maxBytesOfPartition?: number;
  readonly tolerant?: boolean;
  readonly maxWaitMs: number;
  readonly readCommitted: boolean;
  readonly requestTimeoutMs: number;
}

/** What a broker answered for a partition, its batches as they are. */
export interface RawPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly readableEnd: number;
  readonly aborted: readonly AbortedTransaction[];
  readonly bytes: Buffer;
}

const fetchApi = { apiKey: 1, apiVersion: 11, apiName: 'Fetch' } as const;
const batchHeaderBytes = 17;
const lastOffsetDeltaAt = 23;

function encodeRequest(options: FetchOptions): Encoder {
  const { topic, positions, maxBytes, maxWaitMs, readCommitted } = options;
  const encoder = new Encoder()
    .writeInt32(-1) // replica id: a client
    .writeInt32(maxWaitMs)
    .writeInt32(1) // min bytes
    .writeInt32(maxBytes)
    .writeInt8(readCommitted ? 1 : 0)
    .writeInt32(0) // no fetch session
    .writeInt32(-1)
    .writeInt32(1)
    .writeString(topic)
    .writeInt32(positions.length);
  for (const { partition, offset } of positions) {
    encoder
      .writeInt32(partition)
      .writeInt32(-1)
      .writeInt64(offset)
      .writeInt64(-1)
      .writeInt32(options.maxBytesOfPartition ?? maxBytes);
  }
  return encoder.writeInt32(0).writeString('');
}

const readLong = (decoder: Decoder) => Number(decoder.readInt64().toString());

function decodePartition(decoder: Decoder, readCommitted: boolean): RawPartition {
  const partition = decoder.readInt32();
  const errorCode = decoder.readInt16();
  const highWatermark = readLong(decoder);
  const lastStable = readLong(decoder);
  decoder.readInt64(); // log start
  const aborted = decoder.readArray((one) => ({
    producerId: one.readInt64().toString(),
    firstOffset: readLong(one),
  }));
  decoder.readInt32(); // preferred replica
  const size = decoder.readInt32();
  const bytes = size > 0 ? decoder.readBytes(size) : Buffer.alloc(0);
  return {
    partition,
    errorCode,
    readableEnd: readCommitted ? lastStable : highWatermark,
    aborted: aborted ?? [],
    bytes,
  };
}

function decodeResponse(payload: Buffer, readCommitted: boolean): RawPartition[] {
  const decoder = new Decoder(payload);
  decoder.readInt32(); // throttle
  const errorCode = decoder.readInt16();
  if (errorCode !== 0) throw protocolErrors.createErrorFromCode(errorCode);
  decoder.readInt32(); // session
  return decoder
    .readArray((inTopic) => {
      inTopic.readString();
      return inTopic.readArray((inPartition) => decodePartition(inPartition, readCommitted));
    })
    .flat();
}

const lastOf = (value: Buffer | Buffer[]): Buffer =>
  Array.isArray(value) ? (value.at(-1) ?? Buffer.alloc(0)) : value;

/**
 * The records of one partition's answer. `nextOffset` comes from the batch headers, not from the records: a compacted
 * log holds batches whose last records, or all of them, are gone.
 */
async function decodeRecords(
  raw: RawPartition,
  from: number,
  { readCommitted, tolerant = false }: FetchOptions,
): Promise<FetchedPartition> {
  const { bytes, aborted, readableEnd, partition } = raw;
  const decoder = new Decoder(bytes);
  const records: LogRecord[] = [];
  const unreadable: UnreadableBatch[] = [];
  const inAborted = new AbortedTransactions(aborted);
  let nextOffset = from;
  while (bytes.length - decoder.offset >= batchHeaderBytes) {
    const length = bytes.readInt32BE(decoder.offset + 8);
    if (bytes.length - decoder.offset < 12 + length) break; // cut off by maxBytes
    const start = decoder.offset;
    let batch: Awaited<ReturnType<typeof decodeRecordBatch>>;
    try {
      batch = await decodeRecordBatch(decoder);
    } catch (error) {
      if (!tolerant) throw error;
      const firstOffset = Number(bytes.readBigInt64BE(start));
      const lastOffset = firstOffset + bytes.readInt32BE(start + lastOffsetDeltaAt);
      unreadable.push({ firstOffset, lastOffset, error: messageOf(error) });
      nextOffset = Math.max(nextOffset, lastOffset + 1);
      decoder.offset = start + 12 + length;
      continue;
    }
    const first = Number(batch.firstOffset);
    nextOffset = Math.max(nextOffset, first + batch.lastOffsetDelta + 1);
    inAborted.reach(first);
    if (batch.isControlBatch) {
      inAborted.end(batch.producerId);
      continue;
    }
    if (readCommitted && batch.inTransaction && inAborted.has(batch.producerId)) continue;
    for (const { offset, key, value, headers, timestamp } of batch.records) {
      records.push({
        offset: Number(offset),
        key,
        value,
        headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, lastOf(values)])),
        timestamp: Number(timestamp),
      });
    }
  }
  return {
    partition,
    records: records.filter(({ offset }) => offset >= from),
    unreadable: unreadable.filter(({ lastOffset }) => lastOffset >= from),
    nextOffset,
    highWatermark: readableEnd,
  };
}

/** Fetches some partitions of one topic from the broker that leads them. Throws kafkajs errors. */
export async function fetchBytes(broker: Broker, options: FetchOptions): Promise<RawPartition[]> {
  const { readCommitted } = options;
  const answers = await broker.connectionPool.send({
    request: { ...fetchApi, encode: async () => encodeRequest(options) },
    response: {
      decode: async (payload) => decodeResponse(payload, readCommitted),
      parse: async (decoded: RawPartition[]) => decoded,
    },
    requestTimeout: options.requestTimeoutMs,
  });
  for (const { errorCode } of answers) {
    if (errorCode !== 0) throw protocolErrors.createErrorFromCode(errorCode);
  }
  return answers;
}

/** The same, with the records decoded. */
export async function sendFetchRequest(broker: Broker, options: FetchOptions): Promise<FetchedPartition[]> {
  const answers = await fetchBytes(broker, options);
  return Promise.all(
    answers.map((raw) => {
      const from = options.positions.find(({ partition }) => partition === raw.partition)?.offset ?? 0;
      return decodeRecords(raw, from, options);
    }),
  );
}
