import { clockOffsetMs } from '../live/live-store.ts';
import type { Rejections } from '../queries/rejections.ts';
import { chooseStep } from '../range/choose-step.ts';
import { rangeBounds, rangeSpanMs, type TimeRange } from '../range/time-range.ts';
import { useAnswer, type Answer } from './use-answer.ts';
import { refreshEveryMs } from './use-groups.ts';

const mostSteps = 120;

/** Refused events over a range, of one stream or (`''`) of all. */
export function useRejections(
  stream: string,
  range: TimeRange,
  nowMs: number,
): { stepMs: number; answer: Answer<Rejections> } {
  const stepMs = chooseStep(rangeSpanMs(range), 1_000, mostSteps);
  const rangeKey = range.kind === 'fixed' ? `${range.fromMs}-${range.toMs}` : range.name;
  const answer = useAnswer<Rejections>(
    nowMs === 0 ? undefined : `${stream} ${rangeKey}`,
    () => {
      const { fromMs, toMs } = rangeBounds(range, stepMs, Date.now() + clockOffsetMs());
      const query = new URLSearchParams({ stream, from: `${fromMs}`, to: `${toMs}`, step: `${stepMs}` });
      return `/api/quality?${query}`;
    },
    refreshEveryMs(range, stepMs),
  );
  return { stepMs, answer };
}
