import type { Posting } from '@weir/gateway-client';
import { deliverEvents } from './deliver-events.ts';
import type { PostEvents } from './gateway-client.ts';

const stored: Posting = { kind: 'answered', accepted: 1, rejected: 0, errors: [], warned: 0, warnings: [] };

/** Answers nothing to the first request. */
async function sent(once: boolean, ndjson: string) {
  const requests: PostEvents[] = [];
  const unclear: boolean[] = [];
  const gateway = {
    postEvents: async (events: PostEvents): Promise<Posting> =>
      requests.push(events) === 1 ? { kind: 'busy', why: 'cut', isUnclear: true, retryAfterMs: 0 } : stored,
  };
  const onRetry = (isUnclear: boolean) => void unclear.push(isUnclear);
  const options = { once, onRetry, retryForMs: 60_000 };
  expect(await deliverEvents(gateway, { stream: 'frames', ndjson }, options)).toBe(stored);
  return { keys: requests.map(({ idempotencyKey }) => idempotencyKey), unclear };
}

test('what is sent again has the same key, and is therefore not unclear', async () => {
  const { keys, unclear } = await sent(true, '{}');
  expect(keys[0]).toMatch(/^[\da-f-]{36}$/);
  expect(keys).toEqual([keys[0], keys[0]]);
  expect(unclear).toEqual([false]);
  expect((await sent(true, '{}')).keys[0]).not.toBe(keys[0]);
});

test.each([
  ['when it is not wanted', false, '{}'],
  ['when the body is too large for one', true, 'x'.repeat(8 * 1024 * 1024 + 1)],
])('there is no key %s, and some of it may be stored twice', async (_when, once, ndjson) => {
  expect(await sent(once, ndjson)).toEqual({ keys: [undefined, undefined], unclear: [true] });
});
