import {
  liveSpanMs,
  tickMs,
  type LivePoint,
  type LivePoints,
  type SourceState,
} from '../live/live-message.ts';
import { changedPoints } from './changed-points.ts';
import { sseComment, sseEvent } from './sse-event.ts';

const pollMs = 1_000;
const slowestPollMs = 5_000;
/** Deltas that are kept for browsers that come back with `Last-Event-ID`: a minute of seconds. */
const keptDeltas = 60;
/** The longest window that is still open begins before the span; it must not fall out of it. */
const marginMs = 60_000;

export interface LiveFeedOptions {
  /** Reads all live windows since a time; the feed's only source. */
  readonly read: (fromMs: number) => Promise<Map<string, LivePoint[]>>;
  readonly now: () => number;
  /** A sentence for people about a failed read. */
  readonly describe: (error: unknown) => string;
  readonly onSource?: (source: SourceState) => void;
}

export interface LiveFeed {
  /**
   * Sends SSE text to `send` until the returned function is called: what came after `lastEventId` if that is still
   * known, else a snapshot; then deltas. The text is made once for all listeners.
   */
  subscribe(send: (text: string) => void, lastEventId?: string): () => void;
  readonly listeners: number;
}

/**
 * One poller for everybody: asks the source once a second while somebody listens, and not at all otherwise.
 * Event ids are `<epoch>-<n>`; the epoch is this process's, so an id of an earlier process gets a snapshot.
 */
export function createLiveFeed({ read, now, describe, onSource }: LiveFeedOptions): LiveFeed {
  const epoch = now().toString(36);
  const sends = new Set<(text: string) => void>();
  const waiting = new Map<(text: string) => void, string | undefined>();
  const kept: { n: number; text: string }[] = [];
  let known: Map<string, LivePoint[]> | undefined;
  let source: SourceState = { up: true, since: now() };
  let n = 0;
  let lastSent = 0;
  let failures = 0;
  let polling = false;

  const broadcast = (text: string) => {
    lastSent = now();
    for (const send of sends) send(text);
  };

  const setSource = (up: boolean, detail?: string) => {
    if (up === source.up) return;
    source = { up, since: now(), ...(detail === undefined ? {} : { detail }) };
    onSource?.(source);
    broadcast(sseEvent({ type: 'source', now: now(), source }));
  };

  const snapshot = () =>
    sseEvent(
      { type: 'snapshot', now: now(), points: Object.fromEntries(known ?? []), source },
      `${epoch}-${n}`,
    );

  const publish = (points: LivePoints) => {
    if (Object.keys(points).length === 0) return;
    n += 1;
    const text = sseEvent({ type: 'delta', now: now(), points }, `${epoch}-${n}`);
    kept.push({ n, text });
    if (kept.length > keptDeltas) kept.shift();
    broadcast(text);
  };

  const welcome = (send: (text: string) => void, lastEventId: string | undefined) => {
    const [theirEpoch, theirN] = lastEventId?.split('-') ?? [];
    const after = theirEpoch === epoch ? Number(theirN) : NaN;
    const oldest = kept[0]?.n ?? n + 1;
    if (after >= oldest - 1 && after <= n) {
      for (const delta of kept) if (delta.n > after) send(delta.text);
      send(sseEvent({ type: 'source', now: now(), source }));
    } else {
      send(snapshot());
    }
    sends.add(send);
  };

  const poll = async () => {
    try {
      const current = await read(now() - liveSpanMs - marginMs);
      failures = 0;
      setSource(true);
      const before = known;
      known = current;
      if (before === undefined) broadcast(snapshot());
      else publish(changedPoints(before, current));
    } catch (error) {
      failures += 1;
      setSource(false, describe(error));
    }
    for (const [send, lastEventId] of waiting) welcome(send, lastEventId);
    waiting.clear();
    if (now() - lastSent >= tickMs) broadcast(sseComment('tick') + sseEvent({ type: 'tick', now: now() }));
  };

  const run = async () => {
    if (polling) return;
    polling = true;
    while (sends.size + waiting.size > 0) {
      const started = now();
      await poll();
      const pause = Math.min(pollMs * 2 ** Math.max(0, failures - 1), slowestPollMs);
      await new Promise((resolve) => setTimeout(resolve, Math.max(50, pause - (now() - started))));
    }
    polling = false;
  };

  return {
    subscribe(send, lastEventId) {
      // A newcomer waits for the next poll, at most a second away, unless the feed is warm.
      if (polling && known !== undefined) welcome(send, lastEventId);
      else waiting.set(send, lastEventId);
      void run();
      return () => {
        sends.delete(send);
        waiting.delete(send);
      };
    },
    get listeners() {
      return sends.size + waiting.size;
    },
  };
}
