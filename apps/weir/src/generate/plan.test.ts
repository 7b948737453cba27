import { streamByName, streams } from '@weir/streams';
import { CliError } from '../cli-error.ts';
import type { Batch } from './batch-source.ts';
import { batchesOf, checkShuffle, orderBoundMs, type GeneratePlan } from './plan.ts';

const planFor = (name: string, options: Partial<GeneratePlan> = {}): GeneratePlan => {
  const stream = streamByName(name);
  if (stream === undefined) throw new Error(name);
  return {
    stream,
    count: 500,
    batchSize: 100,
    seed: 42,
    users: 50,
    shuffleMs: 0,
    startMs: Date.UTC(2026, 0, 31),
    realSize: false,
    force: false,
    ...options,
  };
};

async function textOf(plan: GeneratePlan): Promise<string> {
  const next = batchesOf(plan);
  let text = '';
  for (let batch: Batch | undefined = await next(); batch !== undefined; batch = await next())
    text += batch.ndjson;
  return text;
}

test.each(streams.map(({ name }) => name))(
  '%s: same seed and start, same lines; another seed, others',
  async (name) => {
    const text = await textOf(planFor(name));
    expect(await textOf(planFor(name, { batchSize: 7 }))).toBe(text);
    expect(await textOf(planFor(name, { seed: 43 }))).not.toBe(text);
    expect(text.trimEnd().split('\n')).toHaveLength(500);
  },
);

test('shuffling changes times and nothing else', async () => {
  const untimed = (text: string) => text.replaceAll(/"created_at":"[^"]*"/g, '');
  const plain = await textOf(planFor('transactions'));
  const shuffled = await textOf(planFor('transactions', { shuffleMs: 5_000 }));
  expect(shuffled).not.toBe(plain);
  expect(untimed(shuffled)).toBe(untimed(plain));
});

test('more disorder than the grace is refused, with the reason, unless it is forced', () => {
  const tooMuch = planFor('frames', { shuffleMs: 10_001 });
  expect(() => checkShuffle(tooMuch)).toThrow(CliError);
  expect(() => checkShuffle(tooMuch)).toThrow(/more than the grace of frames \(10000 ms\)/);
  checkShuffle({ ...tooMuch, force: true });
  checkShuffle(planFor('frames', { shuffleMs: 10_000 }));
});

test('disorder by shuffling and by lanes together stays within the grace', () => {
  expect(orderBoundMs(planFor('frames'))).toBe(5_000);
  expect(orderBoundMs(planFor('frames', { shuffleMs: 4_000 }))).toBe(3_000);
  expect(orderBoundMs(planFor('frames', { shuffleMs: 20_000, force: true }))).toBe(0);
});
