import fc from 'fast-check';
import { decimalFromBytes, decimalToBytes, formatDecimal, parseDecimal } from './decimal.ts';

test.each([
  [12.5, 125_000n],
  ['12.50', 125_000n],
  ['-0.0001', -1n],
  ['+7', 70_000n],
  ['1.50000000', 15_000n],
  [0, 0n],
  [1e2, 1_000_000n],
  ['99999999999999.9999', 999_999_999_999_999_999n],
])('%p is %p units', (input, units) => expect(parseDecimal(input)).toBe(units));

test.each([
  [1.23456, '5 decimals'],
  ['1.00001', '5 decimals'],
  ['100000000000000', 'too large'],
  [1e21, 'expected a number'],
  [NaN, 'expected a number'],
  ['', 'expected a number'],
  ['1,5', 'expected a number'],
  ['0x10', 'expected a number'],
  [1234567890123.4567, 'send it as a string'],
])('%p is refused: %s', (input, why) => {
  expect(parseDecimal(input)).toEqual({ error: expect.stringContaining(why) });
});

test('text and units are inverse', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }), (units) => {
      expect(parseDecimal(formatDecimal(units))).toBe(units);
    }),
  );
});

test('bytes and units are inverse, at every size and sign', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), (units) => {
      expect(decimalFromBytes(decimalToBytes(units))).toBe(units);
    }),
  );
  for (const edge of [
    0n,
    127n,
    128n,
    -128n,
    -129n,
    32767n,
    32768n,
    2n ** 31n,
    -(2n ** 31n),
    2n ** 47n,
    2n ** 63n,
  ]) {
    expect(decimalFromBytes(decimalToBytes(edge))).toBe(edge);
  }
});

test("the bytes are two's complement, as the Avro specification says", () => {
  expect(decimalToBytes(125_000n).toString('hex')).toBe('0001e848');
  expect(decimalToBytes(-1n).toString('hex')).toBe('ff');
});
