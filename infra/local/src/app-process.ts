import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { httpProbe } from './http-probe.ts';
import type { ProcessSpec } from './running-process.ts';
import { StackError } from './stack-error.ts';
import { workspaceFolder } from './workspace-folder.ts';

/** The apps that run all the time, in the order in which they start. */
export const longRunningApps = {
  gateway: { env: 'GATEWAY_PORT', port: 4000, heapMb: 384 },
  aggregator: { env: 'AGGREGATOR_PORT', port: 4200, heapMb: 512 },
  replayer: { env: 'REPLAYER_PORT', port: 4100, heapMb: 384 },
  dashboard: { env: 'DASHBOARD_PORT', port: 3000, heapMb: 256 },
} as const;

export type AppName = keyof typeof longRunningApps;

export interface AppOptions {
  port: number;
  /** Addresses of the services and of the other apps. */
  env: Record<string, string | undefined>;
  logFile: string;
  /** What messages and the log call it (default: the app's name). */
  name?: string;
  /** Run the sources with tsx instead of the bundle (not the dashboard, which is always a build). */
  fromSource?: boolean;
}

const folderOf = (app: string) => join(workspaceFolder, 'apps', app);

/** The dashboard always runs its build: Next serves sources only through its development server. */
function script(app: string, fromSource: boolean): string[] {
  const source = fromSource && app !== 'dashboard';
  const file = join(folderOf(app), source ? 'src/main.ts' : 'dist/main.js');
  if (!existsSync(file))
    throw new StackError(`${app} is not built: there is no ${file} (npx nx build ${app})`);
  return source ? ['--import', 'tsx', file] : [file];
}

/** Where an app that listens on `host` is found from this machine. */
export function reachableHost(host = process.env['WEIR_HOST']): string {
  return !host || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

/** How to run one of the apps; ready when `/readyz` says so. Its port is passed by the variable that moves it. */
export function appSpec(app: AppName, options: AppOptions): ProcessSpec {
  const { port, env, logFile, name = app, fromSource = false } = options;
  const { env: portVariable, heapMb } = longRunningApps[app];
  return {
    name,
    command: process.execPath,
    args: [`--max-old-space-size=${heapMb}`, ...script(app, fromSource)],
    cwd: folderOf(app),
    env: { NODE_ENV: 'production', ...env, [portVariable]: String(port) },
    logFile,
    readyWithinMs: 60_000,
    stopWithinMs: 12_000,
    isReady: () => httpProbe(`http://${reachableHost(env['WEIR_HOST'])}:${port}/readyz`).then(() => true),
  };
}

/** How to run an app that ends by itself, or that has no port: the provisioner, the demo traffic. */
export function scriptSpec(
  app: string,
  args: string[],
  { env, logFile, name = app, fromSource = false }: Omit<AppOptions, 'port'>,
): ProcessSpec {
  return {
    name,
    command: process.execPath,
    args: ['--max-old-space-size=128', ...script(app, fromSource), ...args],
    cwd: folderOf(app),
    env: { NODE_ENV: 'production', ...env },
    logFile,
    readyWithinMs: 1_000,
    stopWithinMs: 5_000,
    isReady: () => Promise.resolve(true),
  };
}
