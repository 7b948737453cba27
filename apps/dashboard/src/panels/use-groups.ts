import { clockOffsetMs } from '../live/live-store.ts';
import { rangeBounds, type TimeRange } from '../range/time-range.ts';
import type { Panel } from './panel.ts';
import { useAnswer, type Answer } from './use-answer.ts';

export interface RankedGroup {
  readonly group: string;
  readonly value: number | string;
  readonly events: number;
  readonly final: boolean;
}

export interface GroupPoint {
  readonly t: number;
  readonly value: number | string;
  readonly events: number;
  readonly final: boolean;
  /** Null for all groups that are not named, together. */
  readonly group: string | null;
}

export interface Groups {
  readonly groups: readonly RankedGroup[];
  readonly groupCount: number;
  readonly total: { readonly value: number | string | null; readonly events: number };
  readonly points?: readonly GroupPoint[];
}

const liveEveryMs = 2_000;

/** How often a question over a range is asked again; never for a fixed one. */
export const refreshEveryMs = (range: TimeRange, stepMs: number): number | undefined =>
  range.kind === 'fixed'
    ? undefined
    : range.name === 'live'
      ? liveEveryMs
      : Math.min(30_000, Math.max(3_000, stepMs / 4));

/** The greatest groups of a panel over a range, with their points where `points` is set. */
export function useGroups(
  panel: Panel,
  range: TimeRange,
  { nowMs, stepMs, top, points }: { nowMs: number; stepMs: number; top: number; points: boolean },
): Answer<Groups> {
  const rangeKey = range.kind === 'fixed' ? `${range.fromMs}-${range.toMs}` : range.name;
  const key = nowMs === 0 ? undefined : `${panel.id} ${rangeKey} ${stepMs} ${top} ${points}`;
  return useAnswer<Groups>(
    key,
    () => {
      const { fromMs, toMs } = rangeBounds(range, stepMs, Date.now() + clockOffsetMs());
      const query = new URLSearchParams({
        stream: panel.stream,
        metric: panel.metric,
        from: `${fromMs}`,
        to: `${toMs}`,
        step: `${stepMs}`,
        top: `${top}`,
        points: points ? '1' : '0',
      });
      return `/api/series-groups?${query}`;
    },
    refreshEveryMs(range, stepMs),
  );
}
