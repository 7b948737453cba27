import { createHash } from 'node:crypto';
import { createProgram } from '../program.ts';

async function make(...args: string[]): Promise<{ key: string; entry: string }> {
  const written: string[] = [];
  const write = jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);
  try {
    await createProgram().parseAsync(['node', 'weir', 'keys', 'new', ...args, '--json']);
  } finally {
    write.mockRestore();
  }
  return JSON.parse(written.join(''));
}

test('a new key comes with the entry that lets it in', async () => {
  const { key, entry } = await make('shop', '--streams', 'transactions,frames');
  expect(entry).toBe(`shop:${createHash('sha256').update(key).digest('hex')}:transactions,frames`);
  expect((await make('shop')).entry).toMatch(/^shop:[0-9a-f]{64}:\*$/);
  expect((await make('shop')).key).not.toBe(key);
});

test('an unknown stream or an odd name is a usage error', async () => {
  await expect(make('shop', '--streams', 'nope')).rejects.toThrow(/nope/);
  await expect(make('a:b')).rejects.toThrow(/a name has/);
});
