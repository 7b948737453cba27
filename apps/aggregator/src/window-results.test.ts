import { windowResultJson } from './window-results.ts';

const result = {
  stream: 'transactions',
  metric: 'income',
  kind: 'sum' as const,
  run_id: '',
  group: 'a "b"',
  window_start: 1_769_860_800_000,
  window_ms: 3_000,
  partition: 2,
  events: 3,
  revision: 15,
  final: true,
  value_at: null,
};
const valueOf = (value: bigint) =>
  /"value":([^,}]+)/.exec(windowResultJson({ ...result, value }).toString())?.[1];

test('a result as JSON has the fields of the schema, and its exact value as a number', () => {
  expect(JSON.parse(windowResultJson({ ...result, value: 125_000n }).toString())).toEqual({
    ...result,
    value: 12.5,
  });
  expect(valueOf(10_000_000n)).toBe('1000');
  expect(valueOf(0n)).toBe('0');
  expect(valueOf(-15_000n)).toBe('-1.5');
  expect(valueOf(10n)).toBe('0.001');
  expect(valueOf(123_456_789_012_345_678_901n)).toBe('12345678901234567.8901');
});
