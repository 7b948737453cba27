import { readOptions } from './options.ts';

const benchmarks = [
  { name: 'aggregator', rows: ['weir', 'flink', 'python'], byDefault: true },
  { name: 'users', rows: ['10k', '1M'], byDefault: false },
];
const read = (...args: string[]) => readOptions(args, benchmarks);

test('without arguments: what runs by default, in full', () => {
  expect(read()).toEqual({ benchmarks: ['aggregator'], events: undefined, only: [] });
});

test('numbers may be written 10M, 200k, 1_000_000', () => {
  expect(read('aggregator', '--events', '10M')).toMatchObject({
    benchmarks: ['aggregator'],
    events: 10_000_000,
  });
  expect(read('--events', '200k')).toMatchObject({ events: 200_000 });
  expect(read('--events', '1_000_000')).toMatchObject({ events: 1_000_000 });
  expect(read('--quick')).toMatchObject({ events: 1_000_000 });
});

test('rows are named with commas or one by one', () => {
  expect(read('--only', 'weir,flink', '--only', 'python')).toMatchObject({
    only: ['weir', 'flink', 'python'],
  });
});

test('what is not understood is said', () => {
  expect(() => read('nonsense')).toThrow('there is no benchmark nonsense; there are aggregator, users');
  expect(() => read('users', '--only', 'flink')).toThrow('there is no row flink; there are 10k, 1M');
  expect(() => read('--events', 'many')).toThrow('--events many: a number such as');
  expect(() => read('--nonsense')).toThrow('--nonsense');
});
