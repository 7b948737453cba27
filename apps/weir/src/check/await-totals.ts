import { sleep } from '@weir/gateway-client';

/** What `series` says of one metric of a run: the sum over all its windows and groups. */
export interface SeenTotal {
  /** In units of 10^-4. */
  readonly value: bigint;
  /** Whether every window is final. */
  readonly final: boolean;
}

/** One line of the verdict. */
export interface CheckedTotal extends SeenTotal {
  readonly metric: string;
  readonly expected: bigint;
  readonly equal: boolean;
}

export interface AwaitTotalsOptions {
  readonly expected: ReadonlyMap<string, bigint>;
  readonly read: () => Promise<ReadonlyMap<string, SeenTotal>>;
  /** Give up when nothing has changed for so long (ms). */
  readonly patienceMs: number;
  readonly intervalMs?: number;
  readonly signal?: AbortSignal;
  readonly now?: () => number;
}

/**
 * Reads the totals until all are final and as expected, or until nothing has changed for a while: a slow machine is no
 * failure as long as it gets on. Only final values count, so a total that passes the expected one on its way up is not
 * taken for it.
 */
export async function awaitTotals(options: AwaitTotalsOptions): Promise<readonly CheckedTotal[]> {
  const { expected, read, patienceMs, intervalMs = 250, signal, now = () => performance.now() } = options;
  let before = '';
  let changedAt = now();
  for (;;) {
    const seen = await read();
    const checked = [...expected].map(([metric, total]): CheckedTotal => {
      const { value, final } = seen.get(metric) ?? { value: 0n, final: total === 0n };
      return { metric, expected: total, value, final, equal: value === total };
    });
    if (checked.every(({ equal, final }) => equal && final)) return checked;
    const state = checked.map(({ value, final }) => `${value} ${final}`).join();
    if (state !== before) changedAt = now();
    before = state;
    if (now() - changedAt >= patienceMs || signal?.aborted) return checked;
    await sleep(intervalMs, signal);
  }
}
