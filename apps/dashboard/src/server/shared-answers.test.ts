import { sharedAnswer } from './shared-answers.ts';

test('many who ask the same within a second cost one question', async () => {
  let asked = 0;
  const ask = () => Promise.resolve((asked += 1));
  const answers = await Promise.all(Array.from({ length: 200 }, () => sharedAnswer('a', ask, 1_000)));
  expect(new Set(answers)).toEqual(new Set([1]));
  expect(await sharedAnswer('a', ask, 2_000)).toBe(2);
  expect(await sharedAnswer('b', ask, 2_000)).toBe(3);
});

test('a failure is not kept', async () => {
  await expect(sharedAnswer('c', () => Promise.reject(new Error('away')), 1_000)).rejects.toThrow('away');
  expect(await sharedAnswer('c', () => Promise.resolve('back'), 1_001)).toBe('back');
});
