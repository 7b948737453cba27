import { forgetAnswers, sharedAnswer } from './shared-answers.ts';

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

test('an answer that takes long is waited for by all, and not asked for again meanwhile', async () => {
  let asked = 0;
  let tell: (text: string) => void = () => undefined;
  const ask = () => {
    asked += 1;
    return new Promise<string>((resolve) => (tell = resolve));
  };
  const first = sharedAnswer('slow', ask, 1_000);
  const late = sharedAnswer('slow', ask, 60_000);
  tell('there');
  expect(await Promise.all([first, late])).toEqual(['there', 'there']);
  expect(asked).toBe(1);
  void sharedAnswer('slow', ask, 60_000);
  expect(asked).toBe(2);
});

test('what was changed is asked for again at once', async () => {
  let asked = 0;
  const ask = () => Promise.resolve((asked += 1));
  await sharedAnswer('list of x', ask, 1_000);
  await sharedAnswer('other', ask, 1_000);
  forgetAnswers('list');
  expect(await sharedAnswer('list of x', ask, 1_001)).toBe(3);
  expect(await sharedAnswer('other', ask, 1_001)).toBe(2);
});
