import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface ProvisionRun {
  readonly exitCode: number | null;
  /** What it changed, one line each. */
  readonly lines: string[];
  readonly stderr: string;
}

/** Provisions as an operator would, with this environment on top of the test's: the bundle when `WEIR_BUILT` is set. */
export function runProvision(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  workspace = join(__dirname, '../..'),
): Promise<ProvisionRun> {
  const app = join(workspace, 'apps/provision');
  const isCopy = workspace !== join(__dirname, '../..');
  const program =
    process.env['WEIR_BUILT'] && !isCopy
      ? [join(app, 'dist/main.js')]
      : ['--import', 'tsx', join(app, 'src/main.ts')];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...program, ...args], {
      cwd: app,
      env: { ...process.env, ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({ exitCode, lines: stdout.split('\n').filter((line) => line !== ''), stderr });
    });
  });
}
