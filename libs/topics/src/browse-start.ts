import type { TopicLog } from '@weir/kafka';
import type { BrowsePosition } from './browse-topic.ts';

/** Where to begin: an end of the log, an offset of every partition, or a time (epoch ms). */
export type BrowseFrom =
  | { readonly kind: 'newest' | 'oldest' }
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'time'; readonly timeMs: number };

/** The position at which a search begins. From an offset or a time it goes forward. */
export async function browseStart(
  log: Pick<TopicLog, 'ends' | 'offsetsAt'>,
  topic: string,
  from: BrowseFrom,
  partition?: number,
): Promise<BrowsePosition> {
  const ends = (await log.ends(topic)).filter(
    (one) => partition === undefined || one.partition === partition,
  );
  const atTime = from.kind === 'time' ? await log.offsetsAt(topic, from.timeMs) : undefined;
  const lowOf = (which: number, low: number, high: number): number => {
    if (from.kind === 'offset') return Math.min(high, Math.max(low, from.offset));
    if (atTime !== undefined) return Math.min(high, Math.max(low, atTime.get(which) ?? high));
    return low;
  };
  const ranges = ends.map(({ partition: which, low, high }) => ({
    partition: which,
    low: lowOf(which, low, high),
    high,
  }));
  return {
    direction: from.kind === 'newest' ? 'backward' : 'forward',
    ranges,
    total: ranges.reduce((sum, { low, high }) => sum + high - low, 0),
  };
}

/** A position as text for an address. */
export const writeCursor = ({ direction, ranges, total }: BrowsePosition): string =>
  Buffer.from(
    JSON.stringify([
      direction === 'forward' ? 1 : -1,
      total,
      ranges.map(({ partition, low, high }) => [partition, low, high]),
    ]),
  ).toString('base64url');

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** The inverse; undefined for what is no cursor. */
export function readCursor(text: string): BrowsePosition | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed)) return undefined;
  const [sign, total, ranges] = parsed as unknown[];
  if ((sign !== 1 && sign !== -1) || !isCount(total) || !Array.isArray(ranges)) return undefined;
  const read = ranges.map((range: unknown) => {
    const [partition, low, high] = Array.isArray(range) ? (range as unknown[]) : [];
    return isCount(partition) && isCount(low) && isCount(high) ? { partition, low, high } : undefined;
  });
  if (read.some((range) => range === undefined)) return undefined;
  return {
    direction: sign === 1 ? 'forward' : 'backward',
    ranges: read.filter((range) => range !== undefined),
    total,
  };
}
