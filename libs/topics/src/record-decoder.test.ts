import { createCodec, transactionSchema } from '@weir/schemas';
import { createRecordDecoder } from './record-decoder.ts';

const transaction = {
  transaction_id: 't1',
  user_id: '1c9e',
  amount: 125_000n,
  currency: 'EUR',
  product: null,
  payment_method: 'card',
  created_at: Date.UTC(2026, 0, 31),
};
const codec = createCodec(transactionSchema);

let asked = 0;
const decode = createRecordDecoder({
  schemaById: async (id) => {
    asked += 1;
    if (id !== 5) throw new Error(`schema ${id}: it is not registered`);
    return transactionSchema;
  },
});

test('Avro in wire format is decoded with the schema that it names, which is asked for once', async () => {
  const wire = codec.encodeWire(5, transaction);
  expect(await decode(wire)).toMatchObject({
    kind: 'avro',
    schemaId: 5,
    value: { user_id: '1c9e', amount: '12.50', created_at: '2026-01-31T00:00:00.000Z' },
  });
  await decode(wire);
  expect(asked).toBe(1);
});

test.each([
  ['JSON', Buffer.from('{"ts":1,"uid":"ü"}'), { kind: 'json', value: { ts: 1, uid: 'ü' } }],
  ['text', Buffer.from('not json'), { kind: 'text', value: 'not json' }],
  ['nothing', null, { kind: 'none' }],
  [
    'bytes',
    Buffer.from([0xff, 0x01]),
    { kind: 'bytes', hex: 'ff01', error: expect.stringContaining('UTF-8') },
  ],
  [
    'truncated Avro',
    codec.encodeWire(5, transaction).subarray(0, 9),
    { kind: 'bytes', error: expect.any(String) },
  ],
  [
    'an unknown schema',
    codec.encodeWire(9, transaction),
    { kind: 'bytes', error: 'schema 9: it is not registered' },
  ],
])('%s never fails', async (_what, bytes, expected) => expect(await decode(bytes)).toMatchObject(expected));

test('of a long record that cannot be decoded, the beginning is shown', async () => {
  const decoded = await decode(Buffer.alloc(2_000, 0xff));
  expect(decoded.kind === 'bytes' && decoded.hex.length).toBe(1_025);
});
