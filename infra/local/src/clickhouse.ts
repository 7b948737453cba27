import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverConfig, usersConfig } from './clickhouse-config.ts';
import { httpProbe } from './http-probe.ts';
import type { StackLogin } from './kafka-tls.ts';
import type { ProcessSpec } from './running-process.ts';
import { localFile } from './workspace-folder.ts';

export const clickhouseUrl = (port: number) => `http://127.0.0.1:${port}`;

/** Ending the query that keeps the server up lets it leave its Kafka groups and end cleanly; SIGTERM just ends it. */
const endEndlessQuery = "KILL QUERY WHERE query LIKE '%sleepEachRow%' AND query_id != queryID() ASYNC";

/** ClickHouse from npm's chdb (bin/clickhouse-server.mjs). Its data are in `<dataDir>/clickhouse/data`. */
export function clickhouseSpec(
  dataDir: string,
  port: number,
  login?: StackLogin & { ca: string },
): ProcessSpec {
  const folder = join(dataDir, 'clickhouse');
  const config = join(folder, 'config.xml');
  const users = join(folder, 'users.xml');
  const script = localFile('bin/clickhouse-server.mjs');
  return {
    name: 'clickhouse',
    command: process.execPath,
    args: ['--max-old-space-size=32', script, config, join(folder, 'data'), '127.0.0.1', String(port)],
    cwd: folder,
    env: { NODE_OPTIONS: undefined },
    logFile: join(dataDir, 'logs/clickhouse.log'),
    readyWithinMs: 60_000,
    stopWithinMs: 6_000,
    isReady: async () =>
      (await httpProbe(`${clickhouseUrl(port)}/?user=weir_dashboard&query=SELECT+1`)).trim() === '1',
    askToStop: async () => {
      const admin = login === undefined ? '' : `${login.username}:${encodeURIComponent(login.password)}@`;
      await httpProbe(`http://${admin}127.0.0.1:${port}`, endEndlessQuery);
    },
    prepare: async () => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(users, usersConfig(login));
      writeFileSync(config, serverConfig(users, login?.ca));
    },
  };
}
