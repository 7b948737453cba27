'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { isCurrent } from './is-current.ts';
import type { SitePage } from './site-pages.ts';

/** Links to all pages in one row. On a narrow screen the row scrolls, and begins at the page that is open. */
export function SiteNavigation({ pages }: { readonly pages: readonly SitePage[] }) {
  const path = usePathname();
  const row = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const list = row.current;
    const open = list?.querySelector<HTMLElement>('[aria-current]');
    if (list && open) list.scrollLeft = open.offsetLeft - (list.clientWidth - open.offsetWidth) / 2;
  }, [path]);
  return (
    <nav className="site-nav" aria-label="Pages">
      <ul ref={row}>
        {pages.map(({ href, title, section }, index) => (
          <li key={href} className={index > 0 && pages[index - 1]?.section !== section ? 'first' : undefined}>
            <a href={href} aria-current={isCurrent(href, path) ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
