import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { localFile } from './workspace-folder.ts';

/** Ends process groups when this process dies without having stopped them (bin/reaper.sh). */
export interface Reaper {
  add(pid: number): void;
  drop(pid: number): void;
  close(): void;
}

/** Starts the reaper: a shell of 1 MB, in a session of its own so that Ctrl-C does not reach it. */
export function startReaper(): Reaper {
  const child: ChildProcess = spawn('sh', [localFile('bin/reaper.sh')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const { stdin } = child;
  // Neither the shell nor the pipe to it may keep this process from ending.
  child.unref();
  if (stdin instanceof Socket) stdin.unref();
  stdin?.on('error', () => undefined);
  return {
    add: (pid) => stdin?.write(`add ${pid}\n`),
    drop: (pid) => stdin?.write(`drop ${pid}\n`),
    close: () => stdin?.end(),
  };
}
