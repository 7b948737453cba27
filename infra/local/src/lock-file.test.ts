import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryLock } from './lock-file.ts';
import { markOf } from './process-mark.ts';

const root = mkdtempSync(join(tmpdir(), 'weir-lock-'));
const newFile = () => join(mkdtempSync(join(root, 'lock-')), 'lock');
afterAll(() => rmSync(root, { recursive: true }));

/** The id of a process that has ended. */
const endedPid = () => Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));

test('only one has the lock, the other learns who', () => {
  const file = newFile();
  const first = tryLock(file);
  expect(first.taken).toBe(true);
  expect(tryLock(file)).toEqual({ taken: false, by: markOf(process.pid) });
  if (first.taken) first.release();
  expect(tryLock(file).taken).toBe(true);
});

test('a lock whose owner has ended is taken over', () => {
  const file = newFile();
  writeFileSync(file, JSON.stringify({ pid: endedPid(), startedAt: '1' }));
  expect(tryLock(file).taken).toBe(true);
});

test('so is one whose process id was given to another process since', () => {
  const file = newFile();
  writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
  expect(tryLock(file).taken).toBe(true);
});

test('and one that says nothing', () => {
  const file = newFile();
  writeFileSync(file, '');
  expect(tryLock(file).taken).toBe(true);
});

test('leaves nothing behind', () => {
  const file = newFile();
  const lock = tryLock(file);
  tryLock(file);
  expect(readdirSync(join(file, '..'))).toEqual(['lock']);
  if (lock.taken) lock.release();
  expect(existsSync(file)).toBe(false);
});
