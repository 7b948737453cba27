import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { localFile } from './workspace-folder.ts';
import { processStartTime } from './process-start-time.ts';
import { sleep } from './sleep.ts';

const sleeper = () => {
  const { pid } = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  if (pid === undefined) throw new Error('no sleep');
  return pid;
};
const isRunning = (pid: number) => processStartTime(pid) !== undefined;

test('when its pipe ends, what was added is ended, and what was dropped is not', async () => {
  const [added, dropped] = [sleeper(), sleeper()];
  const reaper = spawn('sh', [localFile('bin/reaper.sh')], { stdio: ['pipe', 'ignore', 'ignore'] });
  reaper.stdin.write(`add ${added}\nadd ${dropped}\ndrop ${dropped}\n`);
  await sleep(100);
  expect(isRunning(added)).toBe(true);
  reaper.stdin.end();
  await once(reaper, 'exit');
  expect(isRunning(added)).toBe(false);
  expect(isRunning(dropped)).toBe(true);
  process.kill(dropped);
});

test('signals that end its supervisor do not end it', async () => {
  const added = sleeper();
  const reaper = spawn('sh', [localFile('bin/reaper.sh')], { stdio: ['pipe', 'ignore', 'ignore'] });
  reaper.stdin.write(`add ${added}\n`);
  await sleep(100);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) reaper.kill(signal);
  await sleep(100);
  expect(reaper.exitCode).toBeNull();
  reaper.stdin.end();
  await once(reaper, 'exit');
  expect(isRunning(added)).toBe(false);
});
