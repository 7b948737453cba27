import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { marketQuery, readMarketView, type MarketView } from './market-view.ts';

/** Shows another view. Next follows the browser's own history, without asking the server for the page again. */
export const goTo = (view: MarketView): void =>
  window.history.pushState(null, '', location.pathname + marketQuery(view));

/** The view in the address, and what changes a part of it. */
export function useMarketView(): [MarketView, (change: Partial<MarketView>) => void] {
  const params = useSearchParams().toString();
  const view = useMemo(() => readMarketView(new URLSearchParams(params)), [params]);
  return [view, (change) => goTo({ ...view, ...change })];
}
