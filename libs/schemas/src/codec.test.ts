import { createCodec, createProjection, transactionSchema, wireFormat, type AvroRecord } from './index.ts';

const event = {
  transaction_id: 't1',
  user_id: 'u1',
  amount: 125_000n,
  currency: 'EUR',
  product: 'tea',
  payment_method: null,
  created_at: 1_769_860_800_000,
};
const codec = createCodec<typeof event>(transactionSchema);

test('a projection reads the named fields only', () => {
  const project = createProjection(transactionSchema, ['user_id', 'amount', 'created_at']);
  expect({ ...project(codec.encode(event), 0) }).toEqual({
    user_id: 'u1',
    amount: 125_000n,
    created_at: 1_769_860_800_000,
  });
});

test('truncated bytes and trailing bytes are refused at every length', () => {
  const bytes = codec.encode(event);
  const project = createProjection(transactionSchema, ['user_id']);
  for (let length = 0; length < bytes.length; length += 1) {
    expect(() => project(bytes.subarray(0, length), 0)).toThrow(/truncated|end/);
  }
  expect(() => project(Buffer.concat([bytes, Buffer.from([0])]), 0)).toThrow('trailing bytes');
});

test('an event of an older schema is read with the default of the newer field', () => {
  const older: AvroRecord = {
    ...transactionSchema,
    fields: transactionSchema.fields.filter(({ name }) => name !== 'payment_method' && name !== 'currency'),
  };
  const bytes = createCodec<object>(older).encode(event);
  expect({ ...createCodec<object>(transactionSchema, older).decode(bytes) }).toEqual(event);
});

test('wire format: magic byte, schema id, body', () => {
  const bytes = codec.encodeWire(258, event);
  expect(bytes.toString('hex')).toBe('0000000102' + codec.encode(event).toString('hex'));
  expect(wireFormat.readSchemaId(bytes)).toBe(258);
  expect(wireFormat.readSchemaId(Buffer.from('{"json":1}'))).toBeUndefined();
  expect(wireFormat.readSchemaId(Buffer.from([0, 0, 0]))).toBeUndefined();
});

test('an event in wire format, however long: as if header and body were put together', () => {
  const lengths = [0, 1, 4_000, 4_096, 5_000, 200_000, 3, 1_000_000, 1];
  const wired = lengths.map((length) => codec.encodeWire(7, { ...event, product: 'ü'.repeat(length) }));
  wired.forEach((bytes, index) => {
    const body = codec.encode({ ...event, product: 'ü'.repeat(lengths[index] ?? 0) });
    expect(bytes.equals(Buffer.concat([Buffer.from('0000000007', 'hex'), body]))).toBe(true);
  });
});

test('a decimal that may be null keeps both', () => {
  const price = { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 4 } as const;
  const nullable = createCodec<{ strike: bigint | null }>({
    type: 'record',
    name: 'Option',
    fields: [{ name: 'strike', type: ['null', price], default: null }],
  });
  for (const strike of [null, 0n, -125_000n, 10n ** 17n]) {
    expect(nullable.decode(nullable.encode({ strike })).strike).toBe(strike);
  }
});
