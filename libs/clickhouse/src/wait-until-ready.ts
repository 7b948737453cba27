import { setTimeout as sleep } from 'node:timers/promises';
import { ClickHouseUnavailable } from './errors.ts';
import type { Clickhouse } from './create-clickhouse.ts';

/**
 * Waits until ClickHouse answers a real query of this user; throws `ClickHouseUnavailable` after `timeoutMs`. A query
 * that is refused (a wrong password) is thrown at once: waiting does not mend it.
 */
export async function waitUntilReady(
  clickhouse: Clickhouse,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      await clickhouse.query('SELECT 1', {}, signal === undefined ? {} : { signal });
      return;
    } catch (error) {
      if (!(error instanceof ClickHouseUnavailable) || signal?.aborted || Date.now() >= deadline) throw error;
      await sleep(200);
    }
  }
}
