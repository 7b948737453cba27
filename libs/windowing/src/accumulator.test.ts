import { accumulatorFactory } from './accumulator.ts';
import type { MetricPlan } from './window-plan.ts';

const accumulate = (
  kind: MetricPlan['kind'],
  events: readonly (readonly [timeMs: number, value: bigint])[],
) => {
  const accumulator = accumulatorFactory({
    kind,
    sizeMs: 60_000,
    each: undefined,
    groupOf: undefined,
    valueOf: (event) => event['value'] as bigint,
    keyOf: () => 'k',
  })();
  events.forEach(([timeMs, value], offset) => accumulator.add({ value }, offset, timeMs));
  return { value: accumulator.value(), at: accumulator.valueAt() };
};

const events = [
  [2_000, 20n],
  [1_000, 10n],
  [1_000, 11n],
  [3_000, 30n],
  [3_000, 31n],
  [2_500, 25n],
] as const;

test('first and last go by event time, then by the log, and tell when their value was', () => {
  expect(accumulate('first', events)).toEqual({ value: 10n, at: 1_000 });
  expect(accumulate('last', events)).toEqual({ value: 31n, at: 3_000 });
});

test('values that are summed or compared have no time', () => {
  for (const kind of ['count', 'sum', 'min', 'max', 'unique'] as const) {
    expect(accumulate(kind, events).at).toBeNull();
  }
});
