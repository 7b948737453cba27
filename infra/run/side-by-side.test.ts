import { sideBySide } from './side-by-side.mjs';

/** Ends only when it is aborted. */
const endless = (ended: string[], name: string) => (signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) =>
    signal.addEventListener('abort', () => {
      ended.push(name);
      reject(new Error(`${name} was aborted`));
    }),
  );

test('gives what each task gives, in order', async () => {
  expect(await sideBySide(undefined, [async () => 'a', async () => 'b'])).toEqual(['a', 'b']);
});

test('when one fails the others are aborted, and its reason is thrown', async () => {
  const ended: string[] = [];
  const failing = async () => Promise.reject(new Error('no Java'));
  await expect(sideBySide(undefined, [endless(ended, 'build'), failing])).rejects.toThrow('no Java');
  expect(ended).toEqual(['build']);
});

test('all are aborted from outside', async () => {
  const ended: string[] = [];
  const controller = new AbortController();
  const running = sideBySide(controller.signal, [endless(ended, 'a'), endless(ended, 'b')]);
  controller.abort();
  await expect(running).rejects.toThrow('a was aborted');
  expect(ended).toEqual(['a', 'b']);
});
