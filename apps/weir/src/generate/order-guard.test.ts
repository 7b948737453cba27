import { createOrderGuard } from './order-guard.ts';

const isSettled = async (promise: Promise<unknown>) => {
  const pending = Symbol('pending');
  return (
    (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, pending))])) !== pending
  );
};

test('a batch waits until the oldest one on the way is no more than the bound behind it', async () => {
  //        0 ── 10
  //          5 ──── 14     within 15 of 0: may go
  //               12 ── 20 20 - 0 > 15: waits for the first
  const guard = createOrderGuard(15);
  const [first, second, third] = [
    { firstMs: 0, lastMs: 10 },
    { firstMs: 5, lastMs: 14 },
    { firstMs: 12, lastMs: 20 },
  ] as const;
  await guard.admit(first);
  await guard.admit(second);
  const waiting = guard.admit(third);
  expect(await isSettled(waiting)).toBe(false);
  guard.release(second);
  expect(await isSettled(waiting)).toBe(false);
  guard.release(first);
  await waiting;
});

test('with a bound of 0, one batch is on the way at a time', async () => {
  const guard = createOrderGuard(0);
  const first = { firstMs: 0, lastMs: 10 };
  await guard.admit(first);
  const waiting = guard.admit({ firstMs: 10, lastMs: 20 });
  expect(await isSettled(waiting)).toBe(false);
  guard.release(first);
  await waiting;
});

test('a batch that alone spans more than the bound may go when nothing else is on the way', async () => {
  await createOrderGuard(5).admit({ firstMs: 0, lastMs: 1_000 });
});
