import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { PageHeader } from '../components/page-header.tsx';
import { SiteNavigation } from '../navigation/site-navigation.tsx';
import { sitePages } from '../navigation/site-pages.ts';
import { TroubleBar } from '../components/trouble-bar.tsx';
import { themeScript } from '../preferences/theme-script.ts';
import './tokens.css';
import './page.css';
import './panel.css';
import './elements.css';
import './kiosk.css';

export const metadata: Metadata = {
  title: { default: 'Overview · Weir', template: '%s · Weir' },
  description: 'Exact, provable event-time windows, live.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7f9' },
    { media: '(prefers-color-scheme: dark)', color: '#0f141b' },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <a className="skip" href="#main">
          Skip to the content
        </a>
        <PageHeader />
        <SiteNavigation pages={sitePages} />
        {children}
        <footer className="page-footer">
          <p>Windows are cut in UTC by the time of the event, not by the time of its arrival.</p>
          <nav aria-label="API">
            <a href="/docs">API documentation</a>
            <a href="/api/series?stream=transactions&metric=count">Data as JSON</a>
            <a href="/readyz">Health</a>
          </nav>
        </footer>
        <TroubleBar />
      </body>
    </html>
  );
}
