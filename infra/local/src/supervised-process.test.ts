import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pidFiles } from './pid-files.ts';
import { processStartTime } from './process-start-time.ts';
import { startReaper } from './reaper.ts';
import type { ProcessSpec } from './running-process.ts';
import { sleep } from './sleep.ts';
import { backOffMs, superviseProcess, type ProcessEvent } from './supervised-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'weir-supervise-'));
const reaper = startReaper();
const pids = pidFiles(join(folder, 'pids'));
afterAll(() => {
  reaper.close();
  rmSync(folder, { recursive: true });
});

const spec = (name: string, script: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  name,
  command: process.execPath,
  args: ['-e', script],
  logFile: join(folder, `${name}.log`),
  isReady: () => Promise.resolve(true),
  readyWithinMs: 5_000,
  stopWithinMs: 2_000,
  ...more,
});

const forever = 'setInterval(() => {}, 1000)';
const isRunning = (pid: number) => processStartTime(pid) !== undefined;
const until = async (condition: () => boolean) => {
  while (!condition()) await sleep(20);
};

test('a process that ends by itself is started again, with a back-off, and both are told', async () => {
  const events: ProcessEvent[] = [];
  const supervision = { reaper, pids, restartEnded: true, on: (event: ProcessEvent) => events.push(event) };
  const running = await superviseProcess(spec('again', forever), supervision);
  const first = running.pid;
  running.kill('SIGKILL');
  await until(() => events.length === 3);
  expect(events).toMatchObject([
    { kind: 'ready', again: false },
    { kind: 'ended', how: 'was ended by SIGKILL', retryInMs: 500 },
    { kind: 'ready', again: true },
  ]);
  expect(running.pid).not.toBe(first);
  await running.stop();
  expect(isRunning(running.pid)).toBe(false);
  expect(readdirSync(join(folder, 'pids'))).toEqual([]);
});

test('without restarts it stays ended until it is asked for', async () => {
  const events: ProcessEvent[] = [];
  const supervision = { reaper, pids, restartEnded: false, on: (event: ProcessEvent) => events.push(event) };
  const running = await superviseProcess(spec('once', forever), supervision);
  running.kill('SIGKILL');
  await until(() => events.length === 2);
  expect(events[1]).toMatchObject({ kind: 'ended', retryInMs: undefined });
  await running.restart();
  expect(isRunning(running.pid)).toBe(true);
  await running.stop();
});

test('one that ends before it is ready is an error with its last words', async () => {
  const failing = spec('failing', 'console.error("no such topic"); process.exit(3)', {
    isReady: () => Promise.resolve(false),
  });
  const start = superviseProcess(failing, { reaper, pids, restartEnded: true, on: () => undefined });
  await expect(start).rejects.toThrow(
    /^failing exited with 3 before it was ready: no such topic \(its log: /,
  );
});

test('one that never answers is ended and told', async () => {
  const silent = spec('silent', forever, { isReady: () => Promise.resolve(false), readyWithinMs: 200 });
  const start = superviseProcess(silent, { reaper, pids, restartEnded: true, on: () => undefined });
  await expect(start).rejects.toThrow('silent did not answer in 0.2 s');
  expect(readdirSync(join(folder, 'pids'))).toEqual([]);
});

test('a start that is aborted ends the process', async () => {
  const controller = new AbortController();
  const slow = spec('slow', forever, { isReady: () => Promise.resolve(false) });
  const { signal } = controller;
  const start = superviseProcess(slow, { reaper, pids, restartEnded: true, signal, on: () => undefined });
  setTimeout(() => controller.abort(), 100);
  await expect(start).rejects.toThrow('slow was told to end before it was ready');
});

test('one that ignores SIGTERM is killed', async () => {
  const deaf = spec('deaf', `process.on('SIGTERM', () => {}); ${forever}`, { stopWithinMs: 200 });
  const running = await superviseProcess(deaf, { reaper, pids, restartEnded: true, on: () => undefined });
  await sleep(200);
  await running.stop();
  expect(isRunning(running.pid)).toBe(false);
});

test('a program that does not exist is told', async () => {
  const missing = { ...spec('missing', ''), command: '/no/such/program' };
  const start = superviseProcess(missing, { reaper, pids, restartEnded: true, on: () => undefined });
  await expect(start).rejects.toThrow('missing: cannot run /no/such/program; is it installed?');
});

test('the back-off doubles from half a second to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8].map(backOffMs)).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
});

test('one that cannot be asked to stop is told to at once', async () => {
  const unwilling = spec('unwilling', forever, {
    askToStop: () => Promise.reject(new Error('not listening')),
    stopWithinMs: 5_000,
  });
  const running = await superviseProcess(unwilling, {
    reaper,
    pids,
    restartEnded: true,
    on: () => undefined,
  });
  const began = Date.now();
  await running.stop();
  expect(Date.now() - began).toBeLessThan(3_000);
});
