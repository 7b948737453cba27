import type { Point } from '../live/live-state.ts';
import type { Panel } from './panel.ts';

type Answer = { ok: true; points: readonly Point[] } | { ok: false; error: string };

/** Asks `/api/series`. What goes wrong is a sentence for people, not an exception. */
export async function fetchSeries(
  { stream, metric }: Panel,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  stepMs: number,
  signal: AbortSignal,
): Promise<Answer> {
  const query = new URLSearchParams({ stream, metric, from: `${fromMs}`, to: `${toMs}`, step: `${stepMs}` });
  try {
    const response = await fetch(`/api/series?${query}`, { signal });
    const body = (await response.json()) as { points?: readonly Point[]; detail?: string };
    if (response.ok && body.points !== undefined) return { ok: true, points: body.points };
    return { ok: false, error: body.detail ?? `The server answered ${response.status}.` };
  } catch {
    return { ok: false, error: 'The dashboard’s server does not answer.' };
  }
}
