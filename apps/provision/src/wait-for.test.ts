import { waitFor } from './wait-for.ts';

const report = { change() {}, notice() {} };

test('gives what the attempt gives once it succeeds', async () => {
  let attempts = 0;
  const attempt = async () => {
    attempts += 1;
    if (attempts < 2) throw new Error('not yet');
    return 'ready';
  };
  expect(await waitFor('it', attempt, { waitMs: 5_000, report })).toBe('ready');
});

test('after the bound it says what was waited for, how long, and why in vain', async () => {
  const attempt = () => Promise.reject(new Error('nothing listens there'));
  await expect(waitFor('ClickHouse', attempt, { waitMs: 0, report })).rejects.toThrow(
    'ClickHouse did not become ready within 0 s: nothing listens there',
  );
});

test('an error that time does not mend is thrown at once', async () => {
  const attempt = () => Promise.reject(new Error('wrong password'));
  const isWorthWaiting = () => false;
  await expect(waitFor('ClickHouse', attempt, { waitMs: 60_000, report, isWorthWaiting })).rejects.toThrow(
    'wrong password',
  );
});
