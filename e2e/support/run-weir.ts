import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface WeirRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const bin = join(__dirname, '../../apps/weir/bin/weir.mjs');

/** Runs `npx weir …` as a user would, with this environment on top of the test's. */
export function runWeir(
  args: readonly string[],
  env: Record<string, string> = {},
  onStart?: (child: ChildProcess) => void,
): Promise<WeirRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], { env: { ...process.env, ...env } });
    onStart?.(child);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
