import { sideBySide } from './side-by-side.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('every item is worked on once, and never more at a time than was said', async () => {
  const done: number[] = [];
  let now = 0;
  let most = 0;
  await sideBySide(3, [...Array(10).keys()], async (item) => {
    most = Math.max(most, (now += 1));
    await turn();
    now -= 1;
    done.push(item);
  });
  expect(done.sort((a, b) => a - b)).toEqual([...Array(10).keys()]);
  expect(most).toBe(3);
});

test('the first failure is told, and no further item is begun', async () => {
  const begun: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    await turn();
    if (item === 1) throw new Error('no');
  };
  await expect(sideBySide(2, [0, 1, 2, 3, 4, 5], work)).rejects.toThrow('no');
  await turn();
  await turn();
  expect(begun.length).toBeLessThan(6);
});
