import { backOffMs, deliver } from './deliver.ts';
import { parseRetryAfter } from './http-client.ts';
import type { Posting } from './posting.ts';

const busy: Posting = { kind: 'busy', why: 'busy', retryAfterMs: 0, isUnclear: false };
const unclear: Posting = { kind: 'busy', why: 'cut', isUnclear: true };
const answered: Posting = { kind: 'answered', accepted: 1, rejected: 0, errors: [], warned: 0, warnings: [] };

const inTurn = (postings: Posting[]) => async () => postings.shift() ?? answered;

test('posts until the gateway decides, and says before each further attempt whether something may be stored', async () => {
  const retries: boolean[] = [];
  const delivery = await deliver({
    post: inTurn([busy, unclear, answered]),
    retryForMs: 10_000,
    onRetry: (isUnclear) => retries.push(isUnclear),
  });
  expect(delivery).toEqual(answered);
  expect(retries).toEqual([false, true]);
});

test('gives up when the bound is over', async () => {
  const startedAt = performance.now();
  expect(await deliver({ post: async () => busy, retryForMs: 250 })).toEqual({
    kind: 'gave-up',
    why: 'busy',
  });
  expect(performance.now() - startedAt).toBeLessThan(400);
  expect(await deliver({ post: async () => busy, retryForMs: 0 })).toMatchObject({ kind: 'gave-up' });
});

test('does not wait longer than the bound for a server that asks for it', async () => {
  const post = async (): Promise<Posting> => ({ ...unclear, retryAfterMs: 60_000 });
  expect(await deliver({ post, retryForMs: 1_000 })).toMatchObject({ kind: 'gave-up' });
});

test('the signal ends the waiting, not the request under way', async () => {
  const stop = new AbortController();
  const delivery = deliver({ post: async () => busy, retryForMs: 60_000, signal: stop.signal });
  setTimeout(() => stop.abort(), 20);
  expect(await delivery).toMatchObject({ kind: 'gave-up' });
  expect(await deliver({ post: async () => answered, retryForMs: 0, signal: stop.signal })).toEqual(answered);
});

test('waits twice as long each time up to 5 s, and at least what the server asks', () => {
  expect([0, 1, 2, 5, 6, 60].map((attempt) => backOffMs(attempt))).toEqual([
    100, 200, 400, 3_200, 5_000, 5_000,
  ]);
  expect(backOffMs(0, 2_000)).toBe(2_000);
});

test.each([
  ['2', 2_000],
  ['Thu, 01 Jan 1970 00:00:10 GMT', 9_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After: %s is %s ms', (value, ms) => expect(parseRetryAfter(value, 1_000)).toBe(ms));
