import { streams } from '@weir/streams';

/** One entry of the navigation. */
export interface SitePage {
  readonly href: string;
  readonly title: string;
  /** Pages of one section stand together, with a line between sections. */
  readonly section: 'overview' | 'streams' | 'tools';
}

/** Every page that can be gone to, in order. A new page is one line here; a stream's page comes from the registry. */
export const sitePages: readonly SitePage[] = [
  { href: '/', title: 'Overview', section: 'overview' },
  ...streams.map(({ name, title }): SitePage => ({ href: `/streams/${name}`, title, section: 'streams' })),
  { href: '/markets', title: 'Markets', section: 'tools' },
  { href: '/topics', title: 'Topics', section: 'tools' },
  { href: '/groups', title: 'Groups', section: 'tools' },
  { href: '/dead-letters', title: 'Dead letters', section: 'tools' },
  { href: '/alerts', title: 'Alerts', section: 'tools' },
  { href: '/quality', title: 'Quality', section: 'tools' },
  { href: '/follow', title: 'Follow', section: 'tools' },
];
