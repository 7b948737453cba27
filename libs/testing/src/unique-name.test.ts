import { uniqueName } from './unique-name.ts';

test('keeps the prefix and never repeats', () => {
  const names = Array.from({ length: 100 }, () => uniqueName('orders'));
  expect(names.every((name) => /^orders-[0-9a-f]{8}$/.test(name))).toBe(true);
  expect(new Set(names).size).toBe(100);
});
