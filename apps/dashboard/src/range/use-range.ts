import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { rangeQuery, readRange, type TimeRange } from './time-range.ts';

/** The time range, kept in the address so that a view can be shared, bookmarked and gone back to. */
export function useRange(): [TimeRange, (range: TimeRange) => void] {
  const params = useSearchParams().toString();
  const range = useMemo(() => readRange(new URLSearchParams(params)), [params]);
  // Next follows the browser's own history, without asking the server for the page again.
  const set = (next: TimeRange) => window.history.pushState(null, '', location.pathname + rangeQuery(next));
  return [range, set];
}
