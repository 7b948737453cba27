import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from './report.ts';

/** After this long people want to know what a program waits for (ms). */
const silentMs = 3_000;

/**
 * Tries until `attempt` succeeds and returns its result; throws one line with the last reason after `waitMs`.
 * `isWorthWaiting` false for an error (a wrong password, say) throws it at once.
 */
export async function waitFor<T>(
  what: string,
  attempt: () => Promise<T>,
  {
    waitMs,
    report,
    isWorthWaiting,
  }: { waitMs: number; report: Report; isWorthWaiting?: (error: unknown) => boolean },
): Promise<T> {
  const started = Date.now();
  let said = false;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (isWorthWaiting?.(error) === false) throw error;
      const waitedMs = Date.now() - started;
      const reason = error instanceof Error ? error.message : String(error);
      if (waitedMs >= waitMs) {
        throw new Error(`${what} did not become ready within ${waitMs / 1000} s: ${reason}`, {
          cause: error,
        });
      }
      if (!said && waitedMs >= silentMs) {
        report.notice(`waiting for ${what}: ${reason}`);
        said = true;
      }
      await sleep(250);
    }
  }
}
