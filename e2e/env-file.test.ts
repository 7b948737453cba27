import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceFolder } from '@weir/local';

// One `.env` for all: every app that is started by hand, from any folder, reads the file at the root of its repository. Here
// it holds a setting that the app refuses, which is how the app tells that it has read it.
const repository = mkdtempSync(join(tmpdir(), 'weir-env-'));
const elsewhere = mkdtempSync(join(tmpdir(), 'weir-elsewhere-'));
afterAll(() => {
  for (const folder of [repository, elsewhere]) rmSync(folder, { recursive: true, force: true });
});

const variables = {
  gateway: 'GATEWAY_PORT',
  aggregator: 'AGGREGATOR_PORT',
  replayer: 'REPLAYER_PORT',
  dashboard: 'DASHBOARD_PORT',
  provision: 'PROVISION_WAIT',
} as const;

beforeAll(() => {
  writeFileSync(join(repository, 'nx.json'), '{}');
  const settings = Object.values(variables).map((name) => `${name}=of-the-file`);
  writeFileSync(join(repository, '.env'), settings.join('\n'));
  symlinkSync(join(workspaceFolder, 'node_modules'), join(repository, 'node_modules'));
  for (const app of Object.keys(variables)) {
    const packages = join(workspaceFolder, 'apps', app, 'node_modules');
    cpSync(join(workspaceFolder, 'apps', app, 'dist'), join(repository, 'apps', app, 'dist'), {
      recursive: true,
    });
    cpSync(join(workspaceFolder, 'apps', app, 'package.json'), join(repository, 'apps', app, 'package.json'));
    if (existsSync(packages)) symlinkSync(packages, join(repository, 'apps', app, 'node_modules'));
  }
});

function started(app: string, env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repository, 'apps', app, 'dist/main.js')],
    { cwd: elsewhere, env: { PATH: process.env['PATH'], ...env }, encoding: 'utf8', timeout: 60_000 },
  );
  return { status, said: stdout + stderr };
}

test.each(Object.entries(variables))(
  '%s reads %s from the file, and the environment wins',
  (app, variable) => {
    const byFile = started(app, {});
    expect([byFile.status, byFile.said]).toEqual([2, expect.stringContaining(`${variable}=of-the-file`)]);
    const byEnvironment = started(app, { [variable]: 'of-the-environment' });
    expect(byEnvironment.said).toContain(`${variable}=of-the-environment`);
    expect(byEnvironment.said).not.toContain(`${variable}=of-the-file`);
  },
);
