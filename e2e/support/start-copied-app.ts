import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '@weir/local';
import { waitFor } from '@weir/testing';

export interface CopiedApp {
  readonly url: string;
  stop(): Promise<void>;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await exit;
  clearTimeout(hard);
}

/** Starts an app from the sources of a workspace copy, on a free port; resolves when it is ready. */
export async function startCopiedApp(
  workspace: string,
  app: 'gateway' | 'aggregator',
  env: Readonly<Record<string, string>>,
): Promise<CopiedApp> {
  const port = await freePort();
  const folder = join(workspace, 'apps', app);
  const child = spawn(process.execPath, ['--import', 'tsx', join(folder, 'src/main.ts')], {
    cwd: folder,
    env: { ...process.env, ...env, [`${app.toUpperCase()}_PORT`]: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (log += String(bytes)));
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitFor(async () => child.exitCode !== null || (await fetch(`${url}/readyz`)).ok, {
      what: `${app} to be ready`,
      timeoutMs: 90_000,
    });
    if (child.exitCode !== null) throw new Error(`${app} ended with ${child.exitCode}`);
  } catch (error) {
    await end(child);
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${log.slice(-3_000)}`);
  }
  return { url, stop: () => end(child) };
}
