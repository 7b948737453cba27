import type { Clickhouse } from '@weir/clickhouse';
import { startApp, testStack, type TestApp, type TestStack } from '@weir/testing';
import { clickhouseAsOwner } from './clickhouse-as-owner.ts';
import { runWeir, type WeirRun } from './run-weir.ts';

/** Gateway → Kafka → aggregator → ClickHouse → dashboard, and the replayer, all of it one test file's own. */
export interface WholePath {
  readonly stack: TestStack;
  readonly gateway: TestApp;
  readonly aggregator: TestApp;
  readonly dashboard: TestApp;
  readonly clickhouse: Clickhouse;
  /** The command line, told where all of this is. */
  weir(...args: string[]): Promise<WeirRun>;
  stop(): Promise<void>;
}

/** For tests that end an app or a service, or spoil what is stored: on the shared stack others would suffer. */
export async function startWholePath(): Promise<WholePath> {
  const stack = await testStack();
  const apps: TestApp[] = [];
  const start = async (...how: Parameters<typeof startApp>): Promise<TestApp> => {
    const app = await startApp(...how);
    apps.push(app);
    return app;
  };
  const clickhouse = clickhouseAsOwner(stack.clickhouseUrl);
  const stop = async () => {
    await clickhouse.close();
    for (const app of apps.toReversed()) await app.stop();
    await stack.stop();
  };
  try {
    const [gateway, aggregator] = await Promise.all([
      start('gateway', stack.env),
      start('aggregator', stack.env),
    ]);
    const replayer = await start('replayer', {
      ...stack.env,
      GATEWAY_URL: gateway.url,
      WEIR_DATA: stack.dataDir,
    });
    const urls = {
      GATEWAY_URL: gateway.url,
      AGGREGATOR_URL: aggregator.url,
      REPLAYER_URL: replayer.url,
    };
    const dashboard = await start('dashboard', { ...stack.env, ...urls });
    const weir = (...args: string[]) => runWeir(args, { ...stack.env, ...urls });
    return { stack, gateway, aggregator, dashboard, clickhouse, weir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
