import { closeSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogFile, reasonInLog, tailOfLog } from './log-file.ts';

const root = mkdtempSync(join(tmpdir(), 'weir-log-'));
afterAll(() => rmSync(root, { recursive: true }));

const write = (text: string) => {
  const file = join(mkdtempSync(join(root, 'log-')), 'app.log');
  writeFileSync(file, text);
  return file;
};

test('the tail is the last lines that are not empty', () => {
  expect(tailOfLog(write('a\nb\n\nc\n'), 2)).toBe('b\nc');
  expect(tailOfLog('/no/such/file')).toBe('');
});

test('the reason is the last error, or else the last line', () => {
  const json = (level: number, msg: string) => JSON.stringify({ level, time: 1, msg });
  expect(reasonInLog(write([json(30, 'up'), json(60, 'port is taken'), json(30, 'bye')].join('\n')))).toBe(
    'port is taken',
  );
  expect(reasonInLog(write('starting\nFATAL no space left\nshutting down\n'))).toBe('FATAL no space left');
  expect(reasonInLog(write('one\ntwo\n'))).toBe('two');
});

test('a big log is put aside before it is written again', () => {
  const file = write('x'.repeat(10_000_001));
  closeSync(openLogFile(file));
  expect(existsSync(`${file}.1`)).toBe(true);
  expect(tailOfLog(file)).toBe('');
});
