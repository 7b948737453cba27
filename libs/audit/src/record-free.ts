/** Consecutive offsets, both ends included. */
export interface OffsetRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Asks the log itself which of a stretch's offsets hold no record: control records of transactions, and what an aborted
 * one wrote. They are no duplicates and nothing is missing there, but ClickHouse, which is given neither, cannot know.
 * In log order. Undefined: nobody can tell (Kafka is away, or the log no longer begins so early).
 */
export type ReadRecordFree = (
  topic: string,
  partition: number,
  stretch: OffsetRange,
) => Promise<readonly OffsetRange[] | undefined>;

/** What is left of ranges without others; both in order, and each without overlaps. */
export function without(ranges: readonly OffsetRange[], others: readonly OffsetRange[]): OffsetRange[] {
  const left: OffsetRange[] = [];
  let next = 0;
  for (const { first, last } of ranges) {
    let from = first;
    while (next < others.length && (others[next]?.last ?? 0) < first) next += 1;
    for (let at = next; at < others.length; at += 1) {
      const other = others[at];
      if (other === undefined || other.first > last) break;
      if (other.first > from) left.push({ first: from, last: other.first - 1 });
      from = other.last + 1;
    }
    if (from <= last) left.push({ first: from, last });
  }
  return left;
}

/** How many offsets ranges hold. */
export const offsetCount = (ranges: readonly OffsetRange[]): number =>
  ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
