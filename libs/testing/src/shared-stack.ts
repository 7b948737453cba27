import { startApp, type TestApp } from './start-app.ts';
import { testStack, type TestStack } from './test-stack.ts';

type SharedApp = 'gateway' | 'aggregator' | 'dashboard';

/** Jest runs its global setup and teardown in one process, from one copy of this module. */
let stack: TestStack | undefined;
const apps: TestApp[] = [];

/**
 * For Jest's global setup: one provisioned stack and one of each app for all test files. Their addresses are in the
 * environment of every test: `KAFKA_BROKERS`, `SCHEMA_REGISTRY_URL`, `CLICKHOUSE_URL`, and for each app `GATEWAY_URL`
 * and so on.
 */
export async function startSharedStack(
  wanted: SharedApp[] = ['gateway', 'aggregator', 'dashboard'],
  options: Parameters<typeof testStack>[0] = {},
): Promise<void> {
  try {
    stack = await testStack(options);
    Object.assign(process.env, stack.env);
    for (const name of wanted) {
      // Each one inherits this process's environment, and so the addresses of those before it.
      const app = await startApp(name, {});
      apps.push(app);
      process.env[`${name.toUpperCase()}_URL`] = app.url;
    }
  } catch (error) {
    await stopSharedStack();
    throw error;
  }
}

/** For Jest's global teardown. */
export async function stopSharedStack(): Promise<void> {
  for (const app of apps.splice(0).reverse()) await app.stop();
  await stack?.stop();
  stack = undefined;
}
