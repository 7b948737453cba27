'use client';

import { useEffect, useRef, useState } from 'react';
import { formatValue } from '../format/number-format.ts';
import { formatMoment, stepWords, type Zone } from '../format/time-format.ts';
import type { Panel } from '../panels/panel.ts';
import { askServer, type Answer } from '../panels/use-answer.ts';
import { groupName } from './group-name.ts';

/** The window that is to be proved. */
export interface AuditedWindow {
  readonly panel: Panel;
  readonly startMs: number;
  readonly group?: string;
}

interface Audit {
  readonly verdict: 'equal' | 'explained' | 'pending' | 'empty' | 'unexplained';
  readonly reasons: readonly string[];
  readonly published: { value: number | string; events: number; final: boolean } | null;
  readonly recomputed: { value: number | string; events: number };
  readonly counted: number;
  readonly late: number;
  readonly ahead: number;
  readonly waiting: number;
  readonly rejected: number;
  readonly duplicate: number | null;
  readonly duplicate_at_most?: number;
  readonly partitions: readonly {
    partition: number;
    first_offset: number | null;
    last_offset: number | null;
    counted: number;
    published: number | string | null;
    recomputed: number | string;
  }[];
}

const verdicts: Record<Audit['verdict'], { tone: string; text: string }> = {
  equal: { tone: 'good', text: 'Proved: the raw events give exactly the published number.' },
  explained: {
    tone: 'good',
    text: 'Proved: the raw events give the published number once late and early ones are left out.',
  },
  pending: { tone: '', text: 'Not published yet: there are events, and the value will come.' },
  empty: { tone: '', text: 'Rightly nothing: no event of this window was counted.' },
  unexplained: { tone: 'bad', text: 'The raw events do not give the published number.' },
};

interface AuditDialogProps {
  readonly window: AuditedWindow;
  readonly zone: Zone;
  readonly onClose: () => void;
}

/** One window, recomputed from the stored events while one looks: what was counted, what was not, and why. */
export function AuditDialog({ window, zone, onClose }: AuditDialogProps) {
  const { panel, startMs, group } = window;
  const dialog = useRef<HTMLDialogElement>(null);
  const [answer, setAnswer] = useState<Answer<Audit>>();
  const [at, setAt] = useState(0);

  const recompute = async () => {
    setAnswer(undefined);
    const query = new URLSearchParams({
      stream: panel.stream,
      metric: panel.metric,
      window_start: `${startMs}`,
      ...(group === undefined ? {} : { group }),
    });
    setAnswer(await askServer<Audit>(`/api/audit?${query}`));
    setAt(Date.now());
  };
  useEffect(() => {
    dialog.current?.showModal();
    void recompute();
  }, [panel, startMs, group]);

  const audit = answer?.value;
  const value = (one: number | string | null) => (one === null ? '–' : formatValue(one, panel.unit));
  return (
    <dialog
      ref={dialog}
      className="audit"
      aria-labelledby="audit-title"
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && dialog.current?.close()}
    >
      <div className="audit-body">
        <div className="audit-head">
          <div>
            <h2 id="audit-title">{panel.title}</h2>
            <p className="quiet">
              {stepWords(startMs, panel.windowMs, zone)}
              {zone === 'utc' && ' UTC'}
              {group !== undefined && ` · ${groupName(group)}`}
            </p>
          </div>
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        <div aria-live="polite">
          {answer === undefined && <p className="notice">Recomputing from the raw events…</p>}
          {answer?.error !== undefined && <p className="notice bad">{answer.error}</p>}
          {audit !== undefined && (
            <p className={`notice ${verdicts[audit.verdict].tone}`} data-verdict={audit.verdict}>
              <b>{verdicts[audit.verdict].text}</b> {audit.reasons.join(' ')}
            </p>
          )}
        </div>
        {audit !== undefined && (
          <>
            <dl className="audit-numbers">
              <div data-audit="published">
                <dt>Published{audit.published?.final === false && ' (provisional)'}</dt>
                <dd>{value(audit.published?.value ?? null)}</dd>
              </div>
              <div data-audit="recomputed">
                <dt>Recomputed</dt>
                <dd>{value(audit.recomputed.value)}</dd>
              </div>
              {(['counted', 'late', 'ahead', 'waiting', 'rejected'] as const).map((name) => (
                <div key={name} data-audit={name}>
                  <dt>{name.charAt(0).toUpperCase() + name.slice(1)}</dt>
                  <dd>{formatValue(audit[name], 'events')}</dd>
                </div>
              ))}
              <div data-audit="duplicate">
                <dt>Duplicate</dt>
                <dd>
                  {audit.duplicate === null
                    ? `at most ${formatValue(audit.duplicate_at_most ?? 0, 'events')}`
                    : formatValue(audit.duplicate, 'events')}
                </dd>
              </div>
            </dl>
            <div className="scroll" tabIndex={0} role="region" aria-label="Partitions of this window">
              <table className="data-table">
                <thead>
                  <tr>
                    <th scope="col">Partition</th>
                    <th scope="col">Offsets</th>
                    <th scope="col" className="number">
                      Counted
                    </th>
                    <th scope="col" className="number">
                      Published
                    </th>
                    <th scope="col" className="number">
                      Recomputed
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {audit.partitions.map((part) => (
                    <tr key={part.partition}>
                      <th scope="row">{part.partition}</th>
                      <td>
                        {part.first_offset === null ? '–' : `${part.first_offset} – ${part.last_offset}`}
                      </td>
                      <td className="number">{formatValue(part.counted, 'events')}</td>
                      <td className="number">{value(part.published)}</td>
                      <td className="number">{value(part.recomputed)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
        <p className="audit-foot">
          <button
            type="button"
            className="button"
            disabled={answer === undefined}
            onClick={() => void recompute()}
          >
            Recompute
          </button>
          {at > 0 && <span className="quiet">Recomputed {formatMoment(at, zone)}</span>}
        </p>
      </div>
    </dialog>
  );
}
