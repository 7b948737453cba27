/**
 * Counts by brute force, without any notion of a window that opens or closes: the pairs (window, user) sorted, a count is
 * a run of equal windows and a unique count the number of different pairs in it.
 *
 * @param times whole units of time; @param size of a window in those units; @param tell is given the index of the window
 */
export function countWindows(
  times: Int32Array,
  users: Int32Array,
  size: number,
  tell: (window: number, events: number, unique: number) => void,
): void {
  const userLimit = 2 ** 31;
  const pairs = new Float64Array(times.length);
  for (let index = 0; index < pairs.length; index += 1) {
    pairs[index] = Math.floor((times[index] ?? 0) / size) * userLimit + (users[index] ?? 0);
  }
  pairs.sort();
  const windowOf = (pair: number) => Math.floor(pair / userLimit);
  for (let first = 0; first < pairs.length;) {
    const window = windowOf(pairs[first] ?? 0);
    let unique = 0;
    let previous = -1;
    let next = first;
    for (; next < pairs.length && windowOf(pairs[next] ?? 0) === window; next += 1) {
      const pair = pairs[next] ?? 0;
      if (pair !== previous) unique += 1;
      previous = pair;
    }
    tell(window, next - first, unique);
    first = next;
  }
}
