import fc from 'fast-check';
import { lineBatches, type LineBatch, type LineBatchOptions } from './line-batches.ts';

async function* cutAt(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const to of [...new Set(cuts)].sort((a, b) => a - b)) {
    if (to <= from || to >= bytes.length) continue;
    yield bytes.subarray(from, to);
    from = to;
  }
  if (from < bytes.length) yield bytes.subarray(from);
}

async function batchesOf(text: string, options: Partial<LineBatchOptions> = {}, cuts: number[] = []) {
  const batches: LineBatch[] = [];
  const all = { maxLines: 1_000, maxBytes: 1e9, ...options };
  for await (const batch of lineBatches(cutAt(Buffer.from(text), cuts), all)) batches.push(batch);
  return batches;
}

const linesIn = (batches: readonly LineBatch[]) =>
  batches.flatMap(({ lines, lineNumbers }) =>
    lines.map((line, index) => [lineNumbers[index], line.toString().replace(/\n$/, '')]),
  );

test('lines come whole and with their number, wherever the chunks are cut and however the batches', async () => {
  const line = fc.constantFrom('', ' ', '\t\r', 'a', '{"ü":1}', 'x'.repeat(50), '日本\r');
  const options = fc.record({
    maxLines: fc.integer({ min: 1, max: 5 }),
    maxBytes: fc.integer({ min: 1, max: 80 }),
    skip: fc.integer({ min: 0, max: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(line),
      options,
      fc.array(fc.nat(300)),
      fc.boolean(),
      async (lines, how, cuts, ends) => {
        const text = lines.join('\n') + (ends ? '\n' : '');
        const batches = await batchesOf(text, how, cuts);
        const expected = lines
          .map((one, index) => [index + 1, one] as const)
          .filter(([number, one]) => number > how.skip && one.trim() !== '');
        expect(linesIn(batches)).toEqual(expected);
        for (const { lines: some } of batches) {
          expect(some.length).toBeLessThanOrEqual(how.maxLines);
          const bytes = some.reduce((sum, { length }) => sum + length, 0);
          expect(some.length === 1 || bytes <= how.maxBytes).toBe(true);
        }
      },
    ),
  );
});

test('going on after any batch loses no line and repeats none', async () => {
  const text = 'a\n\nb\nc\n \nd\ne\n';
  for (const { linesRead } of await batchesOf(text, { maxLines: 2 })) {
    const rest = linesIn(await batchesOf(text, { skip: linesRead }));
    const before = linesIn(await batchesOf(text)).filter(([number]) => Number(number) <= linesRead);
    expect([...before, ...rest]).toEqual(linesIn(await batchesOf(text)));
  }
});

test('counts the bytes up to the end of each batch', async () => {
  const batches = await batchesOf('ab\ncd\nef', { maxLines: 2 });
  expect(batches.map(({ bytesRead }) => bytesRead)).toEqual([6, 8]);
});
