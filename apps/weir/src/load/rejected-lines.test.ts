import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { streamByName } from '@weir/streams';
import type { LineBatch } from './line-batches.ts';
import { createLineCheck } from './line-check.ts';
import { createRejectedLines } from './rejected-lines.ts';

const frames = streamByName('frames');
if (frames === undefined) throw new Error('there is no stream frames');
const check = createLineCheck(frames);

const good = '{"ts":1769860800,"uid":"a"}';
const batchOf = (lines: readonly string[], firstNumber = 1): LineBatch => ({
  lines: lines.map((line) => Buffer.from(`${line}\n`)),
  lineNumbers: lines.map((_, index) => firstNumber + index),
  linesRead: firstNumber + lines.length - 1,
  bytesRead: 0,
});

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'weir-rejects-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('writes each rejected line with its number and all that is wrong with it', async () => {
  const file = join(folder, 'rejects.jsonl');
  const rejected = await createRejectedLines({ file, check });
  const errors = [
    { index: 1, path: '/ts', message: 'is missing' },
    { index: 1, path: '/uid', message: 'is missing' },
  ];
  rejected.add(batchOf([good, '{"ü":1}'], 7), 1, errors);
  await rejected.close();
  const problems = errors.map(({ path, message }) => ({ path, message }));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ line: 8, errors: problems, text: '{"ü":1}' });
  expect(rejected.first).toEqual([{ line: 8, errors: problems }]);
});

test('names the lines that the gateway refused without listing them, by its own rules', async () => {
  const rejected = await createRejectedLines({ check });
  const lines = ['{', good, '{}', '[]', good, '{"ts":"x","uid":"a"}', good];
  rejected.add(batchOf(lines), 4, [{ index: 0, path: '', message: 'is not JSON' }]);
  expect(rejected.first.map(({ line }) => line)).toEqual([1, 3, 4, 6]);
  await rejected.close();
});

test('keeps only the first in memory', async () => {
  const rejected = await createRejectedLines({ check, most: 2 });
  rejected.add(batchOf(['{', '{', '{']), 3, []);
  expect(rejected.first.map(({ line }) => line)).toEqual([1, 2]);
  await rejected.close();
});

test('a file that cannot be written is said before anything is sent', async () => {
  await expect(createRejectedLines({ file: join(folder, 'no/such/folder'), check })).rejects.toThrow(
    /cannot write/,
  );
});
