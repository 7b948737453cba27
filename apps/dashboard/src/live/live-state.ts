import { liveSpanMs, type LiveMessage, type LivePoint, type SourceState } from './live-message.ts';

/** A point as charts take it. */
export interface Point {
  readonly t: number;
  readonly value: number | string;
  readonly events: number;
  readonly final: boolean;
}

/** All that the live stream has told so far. Plain data: it goes between tabs as it is. */
export interface LiveState {
  /** Points by series id, oldest first. */
  readonly series: Readonly<Record<string, readonly Point[]>>;
  readonly source: SourceState | undefined;
  /** Server's clock minus this machine's (ms): windows are placed by the server's. */
  readonly clockOffsetMs: number;
  readonly lastEventId: string | undefined;
}

export const emptyLiveState: LiveState = {
  series: {},
  source: undefined,
  clockOffsetMs: 0,
  lastEventId: undefined,
};

/** The span plus the longest window that began before it. */
const keptMs = liveSpanMs + 60_000;

const pointOf = ([t, value, events, final]: LivePoint): Point => ({ t, value, events, final: final === 1 });

function merge(known: readonly Point[], changed: readonly LivePoint[], oldest: number): readonly Point[] {
  const byTime = new Map(known.map((point) => [point.t, point]));
  for (const point of changed) byTime.set(point[0], pointOf(point));
  return [...byTime.values()].filter(({ t }) => t >= oldest).sort((a, b) => a.t - b.t);
}

/** The state after one message. `nowMs` is this machine's clock. */
export function reduceLive(
  state: LiveState,
  message: LiveMessage,
  id: string | undefined,
  nowMs: number,
): LiveState {
  const next = {
    ...state,
    clockOffsetMs: message.now - nowMs,
    lastEventId: id === undefined || id === '' ? state.lastEventId : id,
  };
  const oldest = message.now - keptMs;
  if (message.type === 'source') return { ...next, source: message.source };
  if (message.type === 'tick') return next;
  if (message.type === 'snapshot') {
    const series = Object.entries(message.points).map(([name, points]) => [name, points.map(pointOf)]);
    return { ...next, source: message.source, series: Object.fromEntries(series) };
  }
  const series = { ...state.series };
  for (const [name, changed] of Object.entries(message.points)) {
    series[name] = merge(series[name] ?? [], changed, oldest);
  }
  return { ...next, series };
}
