import Decoder from 'kafkajs/src/protocol/decoder.js';
import decodeRecordBatch from 'kafkajs/src/protocol/recordBatch/v0/decoder.js';
import { crc32c } from './crc32c.ts';
import { batchOverhead, encodeRecordBatch, recordOverhead, type BatchRecord } from './record-batch.ts';

const state = { producerId: 4_000_000_000n, producerEpoch: 3, firstSequence: 70_000 };
const nowMs = 1_769_860_800_123;

const decode = (bytes: Buffer) => decodeRecordBatch(new Decoder(bytes));

test('the checksum is CRC-32C', () => {
  const bytes = Buffer.from('123456789');
  expect(crc32c(bytes, 0, bytes.length)).toBe(0xe3069283);
  // RFC 3720, B.4
  expect(crc32c(Buffer.alloc(32), 0, 32)).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff), 0, 32)).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from(Array.from({ length: 34 }, (_, i) => i - 1)), 1, 33)).toBe(0x46dd794e);
});

test('kafkajs reads back what was encoded', async () => {
  const records: BatchRecord[] = [
    { key: Buffer.from('a'), value: Buffer.from('one') },
    { key: null, value: Buffer.from('no key') },
    {
      key: Buffer.alloc(0),
      value: null,
      headers: { run: 'abc12345', empty: '', bytes: Buffer.from([0, 255]) },
    },
    { key: Buffer.from('ключ'), value: Buffer.alloc(20_000, 7), headers: { run: 'other' } },
    ...Array.from({ length: 300 }, (_, i) => ({
      key: Buffer.from(`k${i}`),
      value: Buffer.alloc(i, i & 0xff),
    })),
  ];
  const batch = await decode(encodeRecordBatch(records, state, nowMs));
  expect(batch.records.map(({ key, value }) => ({ key, value }))).toEqual(
    records.map(({ key, value }) => ({ key, value })),
  );
  expect(batch.records.map(({ offset }) => Number(offset))).toEqual(records.map((_, i) => i));
  expect(batch.records[2]?.headers).toEqual({
    run: Buffer.from('abc12345'),
    empty: Buffer.alloc(0),
    bytes: Buffer.from([0, 255]),
  });
  expect(batch.records[3]?.headers).toEqual({ run: Buffer.from('other') });
  expect(batch.records[4]?.headers).toEqual({});
  expect(batch).toMatchObject({
    producerId: '4000000000',
    producerEpoch: 3,
    firstSequence: 70_000,
    lastOffsetDelta: records.length - 1,
    inTransaction: false,
    firstTimestamp: String(nowMs),
    maxTimestamp: String(nowMs),
  });
});

test('the checksum covers everything from the attributes on', () => {
  const bytes = encodeRecordBatch([{ key: null, value: Buffer.from('x') }], state, nowMs);
  expect(bytes.readUInt32BE(17)).toBe(crc32c(bytes, 21, bytes.length));
  expect(bytes.readInt32BE(8)).toBe(bytes.length - 12);
});

test('framing never exceeds what the queue reckons with', () => {
  const records = Array.from({ length: 5_000 }, () => ({
    key: Buffer.alloc(200, 1),
    value: Buffer.alloc(300, 2),
  }));
  const bytes = encodeRecordBatch(records, state, nowMs);
  expect(bytes.length).toBeLessThanOrEqual(batchOverhead + records.length * (500 + recordOverhead));
});
