/** What the page shows: the last so many minutes, moving with the clock, or a fixed stretch. Kept in the URL. */
export type TimeRange =
  | { readonly kind: 'moving'; readonly name: RangeName; readonly spanMs: number }
  | { readonly kind: 'fixed'; readonly fromMs: number; readonly toMs: number };

export type RangeName = 'live' | '15m' | '1h' | '6h' | '24h' | '7d';

const minute = 60_000;

export const movingRanges: readonly { name: RangeName; label: string; words: string; spanMs: number }[] = [
  { name: 'live', label: 'Live', words: 'last 5 minutes', spanMs: 5 * minute },
  { name: '15m', label: '15 min', words: 'last 15 minutes', spanMs: 15 * minute },
  { name: '1h', label: '1 h', words: 'last hour', spanMs: 60 * minute },
  { name: '6h', label: '6 h', words: 'last 6 hours', spanMs: 360 * minute },
  { name: '24h', label: '24 h', words: 'last 24 hours', spanMs: 1_440 * minute },
  { name: '7d', label: '7 d', words: 'last 7 days', spanMs: 10_080 * minute },
];

export const liveRange: TimeRange = { kind: 'moving', name: 'live', spanMs: 5 * minute };

/** Reads `?range=1h` or `?from=…&to=…`; anything else is the live range. */
export function readRange(params: Pick<URLSearchParams, 'get'>): TimeRange {
  const fromMs = Date.parse(params.get('from') ?? '');
  const toMs = Date.parse(params.get('to') ?? '');
  if (fromMs < toMs) return { kind: 'fixed', fromMs, toMs };
  const found = movingRanges.find(({ name }) => name === params.get('range'));
  return found === undefined ? liveRange : { kind: 'moving', name: found.name, spanMs: found.spanMs };
}

/** The query of a range's address, `''` for the live one. */
export function rangeQuery(range: TimeRange): string {
  if (range.kind === 'fixed') {
    return `?from=${new Date(range.fromMs).toISOString()}&to=${new Date(range.toMs).toISOString()}`;
  }
  return range.name === 'live' ? '' : `?range=${range.name}`;
}

/** The stretch of time that a range means now, cut at whole steps so that no bar is a part of one. */
export function rangeBounds(
  range: TimeRange,
  stepMs: number,
  nowMs: number,
): { fromMs: number; toMs: number } {
  const end = range.kind === 'fixed' ? range.toMs : nowMs;
  const toMs = Math.ceil(end / stepMs) * stepMs;
  const start = range.kind === 'fixed' ? range.fromMs : toMs - range.spanMs;
  return { fromMs: Math.floor(start / stepMs) * stepMs, toMs };
}

export const rangeSpanMs = (range: TimeRange): number =>
  range.kind === 'fixed' ? range.toMs - range.fromMs : range.spanMs;
