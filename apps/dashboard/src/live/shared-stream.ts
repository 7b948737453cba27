import type { Link } from './connection.ts';
import { openEventStream } from './event-stream.ts';
import type { LiveMessage } from './live-message.ts';
import type { LiveState } from './live-state.ts';

const name = 'weir-live';

type TabMessage =
  | { readonly kind: 'message'; readonly message: LiveMessage; readonly id: string }
  | { readonly kind: 'link'; readonly link: Link }
  | { readonly kind: 'hello' }
  | { readonly kind: 'state'; readonly state: LiveState; readonly link: Link };

export interface SharedStreamOptions {
  readonly url: string;
  readonly state: () => LiveState;
  readonly link: () => Link;
  readonly onMessage: (message: LiveMessage, id: string) => void;
  readonly onLink: (link: Link) => void;
  readonly onState: (state: LiveState, link: Link) => void;
}

/**
 * One stream for all tabs of a browser. HTTP/1.1 gives a browser six connections to a host: one stream a tab, and
 * the seventh tab hangs. The *visible* tabs queue for a Web Lock; who holds it streams and tells the others through
 * a BroadcastChannel. A hidden tab lets go, so with all tabs hidden nobody streams. A new holder resumes after the
 * last event that it heard of. Without Web Locks (plain http, not localhost) each visible tab streams for itself.
 */
export function joinSharedStream(options: SharedStreamOptions): () => void {
  const channel = new BroadcastChannel(name);
  const locks = (navigator as Partial<Navigator>).locks;
  const say = (message: TabMessage) => {
    if (locks !== undefined) channel.postMessage(message);
  };
  let leading = false;
  let letGo = new AbortController();

  const setLink = (link: Link) => {
    options.onLink(link);
    say({ kind: 'link', link });
  };

  const lead = (until: AbortSignal) =>
    new Promise<void>((resolve) => {
      leading = true;
      const stream = openEventStream({
        url: options.url,
        lastEventId: () => options.state().lastEventId,
        onMessage: (message, id) => {
          options.onMessage(message, id);
          say({ kind: 'message', message, id });
        },
        onLink: (open) => {
          const kind = open ? 'open' : 'lost';
          if (options.link().kind !== kind) setLink({ kind, since: Date.now() });
        },
      });
      until.addEventListener('abort', () => {
        leading = false;
        stream.close();
        resolve();
      });
    });

  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === 'hello' && leading)
      say({ kind: 'state', state: options.state(), link: options.link() });
    if (leading) return;
    if (data.kind === 'message') options.onMessage(data.message, data.id);
    else if (data.kind === 'link') options.onLink(data.link);
    else if (data.kind === 'state') options.onState(data.state, data.link);
  };

  const start = () => {
    letGo = new AbortController();
    const { signal } = letGo;
    if (locks === undefined) return void lead(signal);
    say({ kind: 'hello' });
    // Rejected when given up while still waiting: nothing to do then.
    locks.request(name, { signal }, () => (signal.aborted ? undefined : lead(signal))).catch(() => undefined);
  };
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') letGo.abort();
    else if (letGo.signal.aborted) start();
  };

  letGo.abort();
  onVisibility();
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    letGo.abort();
    channel.close();
  };
}
