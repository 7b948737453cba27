import { startApp, type TestApp } from './start-app.ts';
import { testStack, type TestStack } from './test-stack.ts';

type SharedApp = 'gateway' | 'aggregator' | 'dashboard';

/** The addresses of each worker's stack and apps as JSON, from the global setup to the workers. */
const variable = 'WEIR_TEST_STACKS';

/** Jest runs its global setup and teardown in one process, from one copy of this module. */
const stacks: TestStack[] = [];
const apps: TestApp[] = [];

async function startOne(
  wanted: readonly SharedApp[],
  options: Parameters<typeof testStack>[0],
): Promise<Record<string, string>> {
  const stack = await testStack(options);
  stacks.push(stack);
  const env: Record<string, string> = { ...stack.env };
  for (const name of wanted) {
    // Each one is told of those before it.
    const app = await startApp(name, env);
    apps.push(app);
    env[`${name.toUpperCase()}_URL`] = app.url;
  }
  return env;
}

/**
 * For Jest's global setup: a provisioned stack and one of each app for each of `workers`, for all the test files that it
 * runs. Their addresses are in the environment of every test: `KAFKA_BROKERS`, `SCHEMA_REGISTRY_URL`, `CLICKHOUSE_URL`,
 * and for each app `GATEWAY_URL` and so on. With more than one worker the tests need `useOwnStack` in their `setupFiles`.
 */
export async function startSharedStack(
  wanted: readonly SharedApp[] = ['gateway', 'aggregator', 'dashboard'],
  options: Parameters<typeof testStack>[0] & { readonly workers?: number } = {},
): Promise<void> {
  const { workers = 1, ...kind } = options;
  const starting = await Promise.allSettled(Array.from({ length: workers }, () => startOne(wanted, kind)));
  const failed = starting.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await stopSharedStack();
    throw failed.reason;
  }
  const started = starting.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  Object.assign(process.env, started[0]);
  process.env[variable] = JSON.stringify(started);
}

/** Points a test file's environment to the stack of the worker that runs it, which it shares with no other worker. */
export function useOwnStack(): void {
  const all = JSON.parse(process.env[variable] ?? '[]') as Record<string, string>[];
  const worker = Number(process.env['JEST_WORKER_ID'] ?? 1);
  const own = all[worker - 1];
  if (own === undefined)
    throw new Error(`${all.length} stacks were started: there is none for worker ${worker}`);
  Object.assign(process.env, own);
}

/** For Jest's global teardown. */
export async function stopSharedStack(): Promise<void> {
  await Promise.all(apps.splice(0).map((app) => app.stop()));
  await Promise.all(stacks.splice(0).map((stack) => stack.stop()));
}
