export interface WaitOptions {
  timeoutMs?: number;
  intervalMs?: number;
  /** What is waited for, for the message when it does not come. */
  what?: string;
}

/**
 * Polls `condition` until it gives a truthy value, and gives that. Rejects after `timeoutMs` (10 s) with what the
 * last attempt gave or threw. Tests wait for conditions, never for a time.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: WaitOptions = {},
): Promise<NonNullable<T>> {
  const { timeoutMs = 10_000, intervalMs = 50, what = condition.toString() } = options;
  const deadline = Date.now() + timeoutMs;
  let last: string;
  do {
    try {
      const value = await condition();
      if (value) return value;
      last = `it gave ${JSON.stringify(value)}`;
    } catch (error) {
      last = `it threw ${error instanceof Error ? error.message : String(error)}`;
    }
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  } while (Date.now() < deadline);
  throw new Error(`waited ${timeoutMs} ms in vain for ${what}: at last ${last}`);
}
