import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  pidFiles,
  runToEnd,
  scriptSpec,
  startReaper,
  startStack,
  type Stack,
  type StackOptions,
} from '@weir/local';

export interface TestStack extends Stack {
  /** Makes topics, subjects and tables, as the provisioner does it for everybody. May be called again. */
  provision(env?: Record<string, string>): Promise<void>;
  dataDir: string;
}

/**
 * Real Kafka, registry and ClickHouse on free ports in a temporary folder, provisioned; `stop()` removes the folder too.
 * `provision: false` leaves it empty.
 */
export async function testStack(
  options: { provision?: boolean } & Pick<StackOptions, 'brokers' | 'secured'> = {},
): Promise<TestStack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'weir-stack-'));
  const { provision: wanted = true, ...kind } = options;
  const stack = await startStack({ dataDir, ...kind });
  const provision = async (env: Record<string, string> = {}) => {
    const reaper = startReaper();
    const spec = scriptSpec('provision', [], {
      env: { ...stack.env, ...env },
      logFile: join(dataDir, 'logs/provision.log'),
      fromSource: !process.env['WEIR_BUILT'],
    });
    const pids = pidFiles(join(dataDir, 'pids'));
    await runToEnd(spec, { reaper, pids }).finally(() => reaper.close());
  };
  const stop = async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    if (wanted) await provision();
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...stack, stop, provision, dataDir };
}
