import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { httpProbe } from './http-probe.ts';
import type { ProcessSpec } from './running-process.ts';

const jvm = [
  '-Xms48m',
  '-Xmx128m',
  '-Xss256k',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:+ExitOnOutOfMemoryError',
];

export const registryUrl = (port: number) => `http://127.0.0.1:${port}/apis/ccompat/v7`;

/** Apicurio with its schemas in an H2 file. Each commit is written at once: a schema id must never be given twice. */
export function registrySpec(dataDir: string, port: number, java: string, jar: string): ProcessSpec {
  const folder = join(dataDir, 'registry');
  const settings = {
    'apicurio.storage.kind': 'sql',
    'apicurio.storage.sql.kind': 'h2',
    'apicurio.datasource.url': `jdbc:h2:file:${join(folder, 'schemas')};WRITE_DELAY=0`,
    'quarkus.http.host': '127.0.0.1',
    'quarkus.http.port': port,
    'quarkus.log.level': 'WARN',
    'quarkus.banner.enabled': false,
    'quarkus.http.access-log.enabled': false,
    'quarkus.vertx.event-loops-pool-size': 1,
    'quarkus.vertx.worker-pool-size': 4,
    'quarkus.thread-pool.max-threads': 8,
  };
  const properties = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  return {
    name: 'registry',
    command: java,
    args: [...jvm, ...properties, '-jar', jar],
    cwd: dataDir,
    logFile: join(dataDir, 'logs/registry.log'),
    readyWithinMs: 60_000,
    stopWithinMs: 10_000,
    isReady: () => httpProbe(`${registryUrl(port)}/subjects`).then(() => true),
    prepare: async () => {
      mkdirSync(folder, { recursive: true });
    },
  };
}
