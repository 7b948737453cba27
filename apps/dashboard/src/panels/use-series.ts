import { useEffect, useMemo, useState } from 'react';
import type { Point } from '../live/live-state.ts';
import { clockOffsetMs, useLive } from '../live/live-store.ts';
import { chooseStep } from '../range/choose-step.ts';
import { rangeBounds, rangeSpanMs, type TimeRange } from '../range/time-range.ts';
import { fetchSeries } from './fetch-series.ts';
import type { Panel } from './panel.ts';

/** A panel's data as it is to be drawn. */
export interface SeriesView {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  /** Undefined while nothing is known yet. */
  readonly points: readonly Point[] | undefined;
  /** Why the newest data could not be had; older points may still be there. */
  readonly error?: string;
}

interface Loaded {
  readonly key: string;
  readonly points?: readonly Point[];
  readonly error?: string;
}

const retryMs = 3_000;
/** Between two readings of a moving range (ms): what a step can change, but neither a flood nor a stale page. */
const refreshMs = (stepMs: number) => Math.min(30_000, Math.max(3_000, stepMs / 4));

/**
 * The points of a panel over a range. The live range is the shared stream; longer ranges are asked of `/api/series`,
 * rolled up by step, and asked again while they move. A failed question is repeated until it succeeds.
 */
export function useSeries(panel: Panel, range: TimeRange, nowMs: number, mostPoints: number): SeriesView {
  const live = useLive();
  const isLive = range.kind === 'moving' && range.name === 'live';
  const started = nowMs > 0;
  const stepMs =
    isLive || !started ? panel.windowMs : chooseStep(rangeSpanMs(range), panel.windowMs, mostPoints);
  const key = `${panel.id} ${range.kind === 'fixed' ? `${range.fromMs}-${range.toMs}` : range.name} ${stepMs}`;
  const [loaded, setLoaded] = useState<Loaded>({ key: '' });

  useEffect(() => {
    if (isLive || !started) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      if (document.visibilityState === 'hidden') {
        return document.addEventListener('visibilitychange', load, { once: true, signal: stop.signal });
      }
      const bounds = rangeBounds(range, stepMs, Date.now() + clockOffsetMs());
      const answer = await fetchSeries(panel, bounds, stepMs, stop.signal);
      if (stop.signal.aborted) return;
      setLoaded((before) =>
        answer.ok
          ? { key, points: answer.points }
          : {
              key,
              error: answer.error,
              ...(before.key === key && before.points ? { points: before.points } : {}),
            },
      );
      if (!answer.ok) timer = setTimeout(load, retryMs);
      else if (range.kind === 'moving') timer = setTimeout(load, refreshMs(stepMs));
    };
    void load();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
    // `key` says all that matters of panel, range and step.
  }, [key, isLive, started]);

  const { fromMs, toMs } = rangeBounds(range, stepMs, nowMs);
  const current = loaded.key === key ? loaded : undefined;
  const points = isLive ? live.state.series[panel.id] : current?.points;
  const error = isLive ? (points === undefined ? live.state.source?.detail : undefined) : current?.error;
  // The same object until something changes, so that a chart is drawn once a change and not once a render.
  return useMemo(
    () => ({
      fromMs,
      toMs,
      stepMs,
      points: points?.filter(({ t }) => t >= fromMs && t < toMs),
      ...(error === undefined ? {} : { error }),
    }),
    [fromMs, toMs, stepMs, points, error],
  );
}
