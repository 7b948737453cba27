import { sleep } from './sleep.ts';
import type { Posting } from './posting.ts';

/** Anything that the gateway may answer, as long as it can also be busy. */
type Answer =
  | { readonly kind: 'answered' | 'refused' | 'too-large' }
  | {
      readonly kind: 'busy';
      readonly why: string;
      readonly retryAfterMs?: number | undefined;
      readonly isUnclear?: boolean;
    };

export type Delivery<A extends Answer = Posting> =
  | Exclude<A, { kind: 'busy' }>
  /** Not acknowledged within the bound, or the user stopped the command before it was. */
  | { readonly kind: 'gave-up'; readonly why: string };

export interface DeliverOptions<A extends Answer> {
  readonly post: () => Promise<A>;
  /** Bound (ms) on the time from the first failure on. */
  readonly retryForMs: number;
  readonly signal?: AbortSignal;
  /** Before the request is sent again; `isUnclear`: some of it may be stored already. */
  readonly onRetry?: (isUnclear: boolean) => void;
}

const firstDelayMs = 100;
const longestDelayMs = 5_000;

/** Doubles with each attempt up to 5 s; not below what the server asked for. */
export const backOffMs = (attempt: number, retryAfterMs = 0): number =>
  Math.max(retryAfterMs, Math.min(longestDelayMs, firstDelayMs * 2 ** attempt));

/** Posts until the gateway has decided, or until the bound is over. */
export async function deliver<A extends Answer>({
  post,
  retryForMs,
  signal,
  onRetry,
}: DeliverOptions<A>): Promise<Delivery<A>> {
  let failedAt: number | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const posting = await post();
    if (posting.kind !== 'busy') return posting as Exclude<A, { kind: 'busy' }>;
    failedAt ??= performance.now();
    const delayMs = backOffMs(attempt, posting.retryAfterMs);
    const isOver = performance.now() + delayMs - failedAt > retryForMs;
    if (isOver || signal?.aborted) return { kind: 'gave-up', why: posting.why };
    onRetry?.(posting.isUnclear ?? false);
    await sleep(delayMs, signal);
    if (signal?.aborted) return { kind: 'gave-up', why: posting.why };
  }
}
