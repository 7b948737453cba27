import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  appSpec,
  freePort,
  pidFiles,
  startReaper,
  superviseProcess,
  type AppName,
  type ProcessEvent,
} from '@weir/local';

export interface TestApp {
  readonly pid: number;
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Everything that it has written so far. */
  logs(): string;
  kill(signal: NodeJS.Signals): void;
  /** Starts it again with the same port and environment, after ending it if it still runs. */
  restart(): Promise<void>;
  /** Ends it for good and forgets its logs. */
  stop(): Promise<void>;
}

export interface StartAppOptions {
  /** 0 or absent: a free one. */
  port?: number;
  /** Start it again, after a back-off, when it ends by itself, as `npm start` does. Default: no. */
  restartEnded?: boolean;
  /** Told when it becomes ready and when it ends by itself. */
  on?(event: ProcessEvent): void;
}

/**
 * Starts an app in a process of its own and waits until its `/readyz` says yes: the bundle when `WEIR_BUILT` is set
 * (as `npm test` does after building), else the sources. The dashboard is always its production build.
 */
export async function startApp(
  app: AppName,
  env: Record<string, string | undefined>,
  options: StartAppOptions = {},
): Promise<TestApp> {
  const port = options.port || (await freePort());
  const folder = mkdtempSync(join(tmpdir(), `weir-${app}-`));
  const logFile = join(folder, `${app}.log`);
  const reaper = startReaper();
  const forget = () => {
    reaper.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const logs = () => readFileSync(logFile, 'utf8');
  const spec = appSpec(app, { port, env, logFile, fromSource: !process.env['WEIR_BUILT'] });
  const supervision = {
    reaper,
    pids: pidFiles(join(folder, 'pids')),
    restartEnded: options.restartEnded ?? false,
  };
  try {
    const running = await superviseProcess(spec, { ...supervision, on: (event) => options.on?.(event) });
    return {
      port,
      url: `http://127.0.0.1:${port}`,
      get pid() {
        return running.pid;
      },
      logs,
      kill: (signal) => running.kill(signal),
      restart: () => running.restart(),
      stop: async () => {
        await running.stop();
        forget();
      },
    };
  } catch (error) {
    const written = logs();
    forget();
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${written}`);
  }
}
