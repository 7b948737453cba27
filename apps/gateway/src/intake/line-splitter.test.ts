import fc from 'fast-check';
import { LineSplitter } from './line-splitter.ts';

const linesOf = (chunks: readonly Buffer[], maxLineBytes = 1_000) => {
  const splitter = new LineSplitter(maxLineBytes);
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()].map(({ number, bytes }) => [
    number,
    bytes === undefined ? undefined : String(bytes),
  ]);
};

test('lines are the same however the body is cut into chunks', () => {
  const line = fc
    .array(fc.constantFrom('a', 'ä', '{}', ' ', '\r'), { maxLength: 12 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(line), fc.boolean(), fc.array(fc.nat(40)), (lines, ending, cuts) => {
      const body = Buffer.from(lines.join('\n') + (ending ? '\n' : ''));
      const at = [...new Set([0, ...cuts.map((cut) => Math.min(cut, body.length)), body.length])].sort(
        (a, b) => a - b,
      );
      const chunks = at.slice(1).map((end, i) => body.subarray(at[i], end));
      const expected = lines.map((text, i) => [i + 1, text]).filter(([, text]) => String(text).trim() !== '');
      expect(linesOf(chunks)).toEqual(expected);
    }),
  );
});

test('a line that is too long is reported without its bytes, and the next is read', () => {
  const long = 'x'.repeat(25);
  expect(linesOf([Buffer.from(`${long}\nok\n`)], 20)).toEqual([
    [1, undefined],
    [2, 'ok'],
  ]);
  const pieces = [...`${long}\nok\n${long}`].map((letter) => Buffer.from(letter));
  expect(linesOf(pieces, 20)).toEqual([
    [1, undefined],
    [2, 'ok'],
    [3, undefined],
  ]);
  expect(linesOf([Buffer.from('y'.repeat(20))], 20)).toEqual([[1, 'y'.repeat(20)]]);
});
