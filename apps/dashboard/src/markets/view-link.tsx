'use client';

import type { MouseEvent, ReactNode } from 'react';
import { marketQuery, type MarketView } from './market-view.ts';
import { goTo } from './use-market-view.ts';

interface ViewLinkProps {
  readonly view: MarketView;
  /** Whether it leads to what is shown already. */
  readonly current?: boolean;
  readonly children: ReactNode;
}

/** Leads to another view of this page without loading it anew. An address, so that it can be copied or opened in a tab. */
export function ViewLink({ view, current = false, children }: ViewLinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return; // a new tab, as with any link
    event.preventDefault();
    goTo(view);
  };
  return (
    <a href={`/markets${marketQuery(view)}`} aria-current={current ? 'true' : undefined} onClick={follow}>
      {children}
    </a>
  );
}
