const firstMs = 500;
const longestMs = 15_000;

/** How long to wait before the given attempt (1, 2, …): doubling, at most 15 s, half of it random so that many browsers do not come back at once. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return ceiling / 2 + (ceiling / 2) * random();
}
