import type { SourceState } from './live-message.ts';

/** How this browser stands to the server. `since` is epoch ms of this machine. */
export type Link =
  | { readonly kind: 'connecting'; readonly since: number }
  | { readonly kind: 'open'; readonly since: number }
  | { readonly kind: 'lost'; readonly since: number };

/** What the page says about its data, in one word and one sentence. */
export interface Connection {
  readonly state: 'connecting' | 'live' | 'stale' | 'reconnecting';
  readonly since: number;
  readonly detail?: string;
}

/** The server away comes first; then a server that cannot read ClickHouse: what is shown is old and says so. */
export function connectionOf(link: Link, source: SourceState | undefined): Connection {
  if (link.kind === 'connecting') return { state: 'connecting', since: link.since };
  if (link.kind === 'lost') {
    return { state: 'reconnecting', since: link.since, detail: 'The dashboard’s server does not answer.' };
  }
  if (source?.up === false) {
    return { state: 'stale', since: source.since, detail: source.detail ?? 'ClickHouse does not answer.' };
  }
  return { state: 'live', since: link.since };
}
