import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openInput } from './open-input.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'weir-input-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = Array.from({ length: 50_000 }, (_, index) => `{"line":${index}}\n`).join('');

async function read(name: string, bytes: Buffer | string) {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  const input = await openInput(file);
  const chunks: Buffer[] = [];
  for await (const chunk of input.chunks) chunks.push(chunk);
  return { ...input, text: Buffer.concat(chunks).toString() };
}

test('a plain file comes as it is, with its size', async () => {
  const input = await read('plain.jsonl', text);
  expect(input).toMatchObject({ name: 'plain.jsonl', totalBytes: text.length });
  expect(input.text).toBe(text);
  expect(input.bytesRead()).toBe(text.length);
});

test('gzip is told by its bytes, whatever the name, and progress counts packed bytes', async () => {
  const packed = gzipSync(text);
  const input = await read('packed.jsonl', packed);
  expect(input.text).toBe(text);
  expect(input.bytesRead()).toBe(packed.length);
});

test('gzip of several members is one file', async () => {
  const input = await read('members.gz', Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]));
  expect(input.text).toBe('a\nb\n');
});

test('an empty file holds nothing', async () => {
  expect((await read('empty', '')).text).toBe('');
});

test('gzip that is cut off fails with its code', async () => {
  await expect(read('cut.gz', gzipSync(text).subarray(0, 5_000))).rejects.toMatchObject({
    code: 'Z_BUF_ERROR',
  });
});

test('a file that is not there, or is none, is said in words', async () => {
  await expect(openInput(join(folder, 'nothing'))).rejects.toThrow(/there is no such file/);
  await expect(openInput(folder)).rejects.toThrow(/it is not a file/);
});
