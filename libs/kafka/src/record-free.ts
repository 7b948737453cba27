import { AbortedTransactions, type AbortedTransaction } from './aborted-transactions.ts';
import { batchOverhead } from './record-batch.ts';

/** Consecutive offsets of a partition, both ends included. */
export interface OffsetRange {
  readonly first: number;
  readonly last: number;
}

const lengthAt = 8;
const lengthEnd = 12;
const attributesAt = 21;
const lastOffsetDeltaAt = 23;
const producerIdAt = 43;
const transactionalBit = 0x10;
const controlBit = 0x20;

/**
 * The offsets of fetched batches that no consumer of committed records is given, although they are in the log: control
 * records of transactions, and records of aborted ones. Reads the batches' headers only, whatever their compression
 * (https://kafka.apache.org/documentation/#recordbatch, magic 2). `next` is the offset after the last whole batch.
 */
export function recordFreeRanges(
  bytes: Buffer,
  listed: readonly AbortedTransaction[],
  from: number,
): { readonly ranges: readonly OffsetRange[]; readonly next: number } {
  const aborted = new AbortedTransactions(listed);
  const ranges: OffsetRange[] = [];
  let next = from;
  for (let at = 0; bytes.length - at >= batchOverhead;) {
    const end = at + lengthEnd + bytes.readInt32BE(at + lengthAt);
    if (end > bytes.length) break; // cut off by the request's limit
    const first = Number(bytes.readBigInt64BE(at));
    const last = first + bytes.readInt32BE(at + lastOffsetDeltaAt);
    const attributes = bytes.readInt16BE(at + attributesAt);
    const producerId = String(bytes.readBigInt64BE(at + producerIdAt));
    aborted.reach(first);
    const isControl = (attributes & controlBit) !== 0;
    if (isControl) aborted.end(producerId);
    const isAborted = (attributes & transactionalBit) !== 0 && aborted.has(producerId);
    if (isControl || isAborted) ranges.push({ first, last });
    next = Math.max(next, last + 1);
    at = end;
  }
  return { ranges, next };
}
