import { randomUUID } from 'node:crypto';
import { deliver, type Delivery, type DeliverOptions, type Posting } from '@weir/gateway-client';
import type { GatewayClient, PostEvents } from './gateway-client.ts';

/** Largest body, in bytes, that the gateway takes with an `Idempotency-Key`. */
const keyedBodyLimitBytes = 8 * 1024 * 1024;

export interface DeliverEventsOptions extends Omit<DeliverOptions<Posting>, 'post'> {
  /**
   * Send it with an `Idempotency-Key` of its own, so that however often it is sent again, its events are stored once.
   * A body that is too large for that goes without.
   */
  readonly once: boolean;
}

/** Posts events until the gateway has decided. `onRetry` is told what may be stored twice: nothing of a request with a key. */
export function deliverEvents(
  gateway: Pick<GatewayClient, 'postEvents'>,
  events: PostEvents,
  { once, onRetry, ...options }: DeliverEventsOptions,
): Promise<Delivery> {
  const isKeyed = once && Buffer.byteLength(events.ndjson) <= keyedBodyLimitBytes;
  const request = isKeyed ? { ...events, idempotencyKey: randomUUID() } : events;
  return deliver<Posting>({
    ...options,
    post: () => gateway.postEvents(request),
    onRetry: (isUnclear) => onRetry?.(isUnclear && !isKeyed),
  });
}
