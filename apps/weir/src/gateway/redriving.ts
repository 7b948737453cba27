import { type HttpAnswer, problemOf, type EventError } from '@weir/gateway-client';

export type RedriveState = 'accepted' | 'already' | 'rejected';

/** What became of a request that sends dead letters again. Asking again is safe: each is stored at most once. */
export type Redriving =
  | {
      readonly kind: 'answered';
      readonly states: readonly RedriveState[];
      /** What is wrong with which item; the gateway lists at most 100. */
      readonly errors: readonly EventError[];
    }
  | { readonly kind: 'busy'; readonly why: string; readonly retryAfterMs?: number | undefined }
  | { readonly kind: 'refused'; readonly why: string };

const retriable = new Set([429, 502, 503, 504]);

interface Answer {
  readonly items: readonly { readonly state: RedriveState }[];
  readonly errors?: readonly EventError[];
}

const isAnswer = (body: unknown): body is Answer =>
  typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items);

/** Reads the gateway's answer to `POST /v1/redrive/:stream`. */
export function readRedriving(answer: HttpAnswer): Redriving {
  const { status, body, retryAfterMs } = answer;
  if (isAnswer(body)) {
    return { kind: 'answered', states: body.items.map(({ state }) => state), errors: body.errors ?? [] };
  }
  const why = problemOf(answer);
  return retriable.has(status) ? { kind: 'busy', why, retryAfterMs } : { kind: 'refused', why };
}
