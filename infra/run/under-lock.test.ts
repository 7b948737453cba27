import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { underLock } from './under-lock.mjs';

const folder = mkdtempSync(join(tmpdir(), 'weir-install-'));
const file = join(folder, 'npm.lock');
afterAll(() => rmSync(folder, { recursive: true }));

const said: string[] = [];
const options = {
  what: 'packages     installing',
  say: (line: string) => said.push(line),
  signal: new AbortController().signal,
};

test('two do not work at the same time; the second says whom it waits for', async () => {
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push(`${name} ends`);
  };
  await Promise.all([underLock(file, options, work('first')), underLock(file, options, work('second'))]);
  expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  expect(said).toEqual([expect.stringContaining(`installing in process ${process.pid}, waiting for it`)]);
  expect(existsSync(file)).toBe(false);
});

test('a lock of a process that has ended is taken over, and may be handed on', async () => {
  writeFileSync(file, '999999999');
  await underLock(file, options, async (holdBy: (pid: number) => void) => {
    holdBy(4242);
    expect(readFileSync(file, 'utf8')).toBe('4242');
  });
  expect(existsSync(file)).toBe(false);
});
