import type { ReactNode } from 'react';

interface PageFrameProps {
  readonly title: string;
  /** One sentence: what this page is for. */
  readonly lead?: ReactNode;
  /** What stands at the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A page under the navigation: its title, one sentence, and what is on it. */
export function PageFrame({ title, lead, aside, children }: PageFrameProps) {
  return (
    <main id="main" className="page">
      <div className="page-title">
        <div>
          <h1>{title}</h1>
          {lead !== undefined && <p>{lead}</p>}
        </div>
        {aside}
      </div>
      {children}
    </main>
  );
}
