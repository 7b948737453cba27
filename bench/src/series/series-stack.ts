import { join } from 'node:path';
import { createClickhouse, type Clickhouse } from '@weir/clickhouse';
import {
  appSpec,
  freePort,
  runToEnd,
  scriptSpec,
  spawnProcess,
  startStack,
  waitUntilReady,
} from '@weir/local';
import type { Measuring } from '../measure/measure.ts';
import { watchQueries, type QueryWatch } from './watch-queries.ts';

export interface SeriesStack {
  /** As who may do everything. */
  readonly clickhouse: Clickhouse;
  /** What the dashboard asks of ClickHouse. */
  readonly watch: QueryWatch;
  readonly dashboardUrl: string;
  readonly dashboardPid: number;
  stop(): Promise<void>;
}

/** ClickHouse as `npm start` runs it, provisioned, and the production build of the dashboard over it. */
export async function startSeriesStack({ stack, say, signal }: Measuring): Promise<SeriesStack> {
  const { reaper, folder, registryUrl, connection } = stack;
  const { pids } = folder;
  const logFile = (name: string) => join(folder.path, 'logs', `series-${name}.log`);
  const given = { kafka: connection.brokers.join(','), registry: registryUrl };
  const store = await startStack({ dataDir: join(folder.path, 'series'), given, log: say, signal });
  const stops: (() => Promise<void>)[] = [() => store.stop()];
  const stop = async () => {
    for (const end of stops.toReversed()) await end();
  };
  try {
    await runToEnd(scriptSpec('provision', [], { env: store.env, logFile: logFile('provision') }), {
      reaper,
      pids,
      signal,
    });
    const watch = await watchQueries(store.clickhouseUrl);
    stops.push(async () => watch.stop());
    const login = { url: store.clickhouseUrl, database: 'weir', user: 'default', password: '' };
    const clickhouse = createClickhouse({ ...login, timeoutMs: 300_000 });
    stops.push(() => clickhouse.close());
    const port = await freePort();
    const env = { ...store.env, CLICKHOUSE_URL: watch.url };
    const spec = appSpec('dashboard', { port, env, logFile: logFile('dashboard') });
    const dashboard = await spawnProcess(spec, reaper, pids);
    stops.push(() => dashboard.stop());
    await waitUntilReady(spec, dashboard, signal);
    const dashboardUrl = `http://127.0.0.1:${port}`;
    return { clickhouse, watch, dashboardUrl, dashboardPid: dashboard.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
