import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  createAdmin,
  createKafka,
  createRegistry,
  type KafkaAdmin,
  type KafkaConnection,
  type Registry,
} from '@weir/kafka';
import {
  openDataFolder,
  startReaper,
  startStack,
  workspaceFolder,
  type DataFolder,
  type Reaper,
} from '@weir/local';
import { createLogger } from '@weir/runtime';

/** All that a benchmark leaves on disk. */
export const benchFolder = join(workspaceFolder, '.weir/bench');

/** Kafka and the registry as the local stack runs them; no ClickHouse, which would compete for the processors. */
export interface BenchStack {
  readonly connection: KafkaConnection;
  readonly registryUrl: string;
  readonly admin: KafkaAdmin;
  readonly registry: Registry;
  readonly reaper: Reaper;
  readonly folder: DataFolder;
  stop(): Promise<void>;
}

/** Starts it on free ports with an empty data folder, which `stop` removes again. */
export async function startBenchStack(say: (line: string) => void, signal: AbortSignal): Promise<BenchStack> {
  const path = join(benchFolder, `stack-${process.pid}`);
  const folder = await openDataFolder(path, say);
  const stack = await startStack({
    dataDir: folder,
    given: { clickhouse: 'http://127.0.0.1:9' },
    log: say,
    signal,
  });
  const connection = {
    brokers: [stack.brokers],
    clientId: 'weir-bench',
    log: createLogger({ name: 'bench', level: 'error' }),
  };
  const admin = await createAdmin(createKafka(connection));
  const reaper = startReaper();
  return {
    connection,
    registryUrl: stack.registryUrl,
    admin,
    registry: createRegistry({ url: stack.registryUrl }),
    reaper,
    folder,
    async stop() {
      await admin.close();
      await stack.stop();
      reaper.close();
      folder.release();
      rmSync(path, { recursive: true, force: true });
    },
  };
}
