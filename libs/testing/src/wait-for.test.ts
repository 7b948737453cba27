import { waitFor } from './wait-for.ts';

test('gives the first truthy value', async () => {
  let calls = 0;
  await expect(waitFor(() => (++calls === 3 ? 'there' : ''), { intervalMs: 1 })).resolves.toBe('there');
  expect(calls).toBe(3);
});

test('goes on when the condition throws', async () => {
  let calls = 0;
  const condition = () => {
    if (++calls < 3) throw new Error('not yet');
    return true;
  };
  await expect(waitFor(condition, { intervalMs: 1 })).resolves.toBe(true);
});

test('says in the end what it waited for and what it last saw', async () => {
  const nothing = waitFor(() => null, { timeoutMs: 5, intervalMs: 1, what: 'a row' });
  await expect(nothing).rejects.toThrow('waited 5 ms in vain for a row: at last it gave null');
  const broken = waitFor(() => Promise.reject(new Error('refused')), {
    timeoutMs: 5,
    intervalMs: 1,
    what: 'a row',
  });
  await expect(broken).rejects.toThrow('it threw refused');
});
