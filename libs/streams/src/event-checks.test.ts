import type { AvroRecord } from '@weir/schemas';
import { createEventCheck, defineStream, type CheckSpec } from './index.ts';

interface Bill {
  key: string;
  at: number;
  total: bigint | null;
  pieces: number;
  share: number;
  lines: { total: bigint; pieces: number; share: number; text: string }[];
}

const decimal = (scale: number) => ({ type: 'bytes', logicalType: 'decimal', precision: 18, scale }) as const;
const schema: AvroRecord = {
  type: 'record',
  name: 'Bill',
  fields: [
    { name: 'key', type: 'string' },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'total', type: ['null', decimal(4)], default: null },
    { name: 'pieces', type: 'int' },
    { name: 'share', type: 'double' },
    {
      name: 'lines',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Line',
          fields: [
            { name: 'total', type: decimal(2) },
            { name: 'pieces', type: 'int' },
            { name: 'share', type: 'double' },
            { name: 'text', type: 'string' },
          ],
        },
      },
    },
  ],
};

const bills = (...checks: CheckSpec<Bill>[]) =>
  defineStream<Bill>({
    name: 'bills',
    title: 'Bills',
    description: 'for tests',
    schema,
    key: 'key',
    time: 'at',
    checks,
    metrics: { count: { kind: 'count', every: '1s', title: 'count' } },
    example: {},
  });

const line = (total: bigint, pieces = 1) => ({ total, pieces, share: 0.1, text: '' });
const total: CheckSpec<Bill> = { sumOf: 'lines.total', equals: 'total' };

test('a total that its lines do not add up to is an error with its path and both numbers', () => {
  const check = createEventCheck(bills(total));
  const lines = [line(357n), line(295n)];
  expect(check({ total: 65_200n, lines })).toEqual([]);
  expect(check({ total: 65_201n, lines })).toEqual([
    { path: '/total', message: 'is 6.5201, but lines.total adds up to 6.52' },
  ]);
});

test('nothing adds up to nothing; a total that is not stated is not checked', () => {
  const check = createEventCheck(bills(total));
  expect(check({ total: 0n, lines: [] })).toEqual([]);
  expect(check({ total: null, lines: [line(1n)] })).toEqual([]);
});

test('every check tells of its own error', () => {
  const check = createEventCheck(bills(total, { sumOf: 'lines.pieces', equals: 'pieces' }));
  const errors = check({ total: 100n, pieces: 3, lines: [line(1n, 2), line(1n, 2)] });
  expect(errors).toEqual([
    { path: '/total', message: 'is 0.01, but lines.total adds up to 0.02' },
    { path: '/pieces', message: 'is 3, but lines.pieces adds up to 4' },
  ]);
});

test.each([
  ['an array that is not there', { sumOf: 'items.total', equals: 'total' }, '"items" is no array of records'],
  ['a field that is not there', { sumOf: 'lines.sum', equals: 'total' }, 'Line has no exact number "sum"'],
  ['text', { sumOf: 'lines.text', equals: 'total' }, 'Line has no exact number "text"'],
  ['a float', { sumOf: 'lines.share', equals: 'total' }, 'Line has no exact number "share"'],
  ['no total', { sumOf: 'lines.total', equals: 'sum' }, 'Bill has no such exact number'],
  ['a float as total', { sumOf: 'lines.total', equals: 'share' }, 'Bill has no such exact number'],
])('%s is refused', (_what, check, why) => {
  // The compiler refuses most of these too.
  expect(() => bills(check as unknown as CheckSpec<Bill>)).toThrow(why);
});
