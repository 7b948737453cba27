'use client';

import { formatValue } from '../format/number-format.ts';
import { useLive } from '../live/live-store.ts';
import { useZone } from '../preferences/use-zone.ts';
import { byReason, reasonWords } from '../panels/reasons.ts';
import { useRejections } from '../panels/use-rejections.ts';
import { useRange } from '../range/use-range.ts';
import { wordsFor } from './overview.tsx';

/** How many events of a stream were not counted in the range, and why: one line. */
export function StreamQuality({ stream, hasId }: { readonly stream: string; readonly hasId: boolean }) {
  const { nowMs } = useLive();
  const [range] = useRange();
  const [zone] = useZone();
  const { answer } = useRejections(stream, range, nowMs);
  const known = Object.keys(reasonWords).filter((reason) => hasId || reason !== 'duplicate');
  const reasons = new Map<string, number>(known.map((reason) => [reason, 0]));
  for (const { reason, events } of answer.value?.points ?? []) {
    reasons.set(reason, (reasons.get(reason) ?? 0) + events);
  }
  return (
    <section className="block" aria-labelledby="quality-title">
      <h2 id="quality-title" className="block-title">
        Not counted in the {wordsFor(range, zone, nowMs > 0)}
      </h2>
      <div className="card">
        {answer.error !== undefined && <p className="notice warn">{answer.error}</p>}
        <dl className="audit-numbers">
          {[...reasons]
            .sort(([a], [b]) => byReason(a, b))
            .map(([reason, events]) => (
              <div key={reason} data-reason={reason} title={reasonWords[reason]}>
                <dt>{reason}</dt>
                <dd>{answer.value === undefined ? '–' : formatValue(events, 'events')}</dd>
              </div>
            ))}
        </dl>
        <p className="quiet">
          Their raw events are kept, of duplicates the first one.{' '}
          <a href={`/quality?stream=${stream}`}>Which ones, and when</a>
        </p>
      </div>
    </section>
  );
}
