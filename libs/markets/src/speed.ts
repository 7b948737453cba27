/** How fast event time goes by: 1 … 1000 times as fast as it did, or as fast as it can. */
export type Speed = number | 'max';

export const slowest = 1;
export const fastest = 1_000;
export const speedRule = `expected a number from ${slowest} to ${fastest}, or "max"`;

/** Reads `60`, `"60"` or `"max"`; undefined for anything else. */
export function parseSpeed(value: unknown): Speed | undefined {
  if (value === 'max') return 'max';
  const speed = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof speed === 'number' && speed >= slowest && speed <= fastest ? speed : undefined;
}
