/** A point on the wire: start (epoch ms), value, events, 1 when final. Short, because it is sent every second. */
export type LivePoint = readonly [t: number, value: number | string, events: number, final: 0 | 1];

/** Points by series id (`<stream>.<metric>`). */
export type LivePoints = Readonly<Record<string, readonly LivePoint[]>>;

/** ClickHouse as the server sees it. `since` is epoch ms; `detail` is a sentence for people. */
export interface SourceState {
  readonly up: boolean;
  readonly since: number;
  readonly detail?: string;
}

/** What `GET /api/live` sends; the name is the SSE event's. `now` is the server's clock. */
export type LiveMessage =
  | {
      readonly type: 'snapshot';
      readonly now: number;
      readonly points: LivePoints;
      readonly source: SourceState;
    }
  | { readonly type: 'delta'; readonly now: number; readonly points: LivePoints }
  | { readonly type: 'source'; readonly now: number; readonly source: SourceState }
  | { readonly type: 'tick'; readonly now: number };

export const messageTypes = [
  'snapshot',
  'delta',
  'source',
  'tick',
] as const satisfies readonly LiveMessage['type'][];

/** How much of the past the live stream carries (ms). */
export const liveSpanMs = 5 * 60_000;

/** A tick comes at least this often (ms), so that a browser can tell a quiet stream from a dead one. */
export const tickMs = 5_000;
