'use client';

import { useEffect, useState } from 'react';
import { formatMoment, stepWords, type Zone } from '../format/time-format.ts';
import { askServer, type Answer } from '../panels/use-answer.ts';
import { AuditFigures, type Audit } from './audit-figures.tsx';
import { Choice } from './choice.tsx';
import { Modal } from './modal.tsx';
import { groupWords, titleOf, type Picked } from './picked.ts';

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
  /** One window of one group; several metrics are proved beside each other. */
  readonly window: Picked;
  readonly zone: Zone;
  readonly onClose: () => void;
}

/** One window, recomputed from the stored events while one looks: what was counted, what was not, and why. */
export function AuditDialog({ window, zone, onClose }: AuditDialogProps) {
  const { panels, fromMs, group, run } = window;
  const [answers, setAnswers] = useState<readonly Answer<Audit>[]>();
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<string>(panels[0].metric);

  const recompute = async () => {
    setAnswers(undefined);
    const audits = panels.map(({ stream, metric }) => {
      const named = { ...(group == null ? {} : { group }), ...(run === undefined ? {} : { run }) };
      const query = new URLSearchParams({ stream, metric, window_start: `${fromMs}`, ...named });
      return askServer<Audit>(`/api/audit?${query}`);
    });
    setAnswers(await Promise.all(audits));
    setAt(Date.now());
  };
  useEffect(() => {
    void recompute();
  }, [panels, fromMs, group, run]);

  const shown = panels.findIndex(({ metric }) => metric === chosen);
  const panel = panels[shown] ?? panels[0];
  const audit = answers?.[Math.max(0, shown)]?.value;
  const words = groupWords(window);
  const subtitle = [
    `${stepWords(fromMs, panels[0].windowMs, zone)}${zone === 'utc' ? ' UTC' : ''}`,
    ...(words === undefined ? [] : [words]),
    ...(run === undefined ? [] : [`run ${run}`]),
  ].join(' · ');
  return (
    <Modal title={titleOf(window)} subtitle={subtitle} onClose={onClose}>
      <div className="audit-verdicts" aria-live="polite">
        {answers === undefined && <p className="notice">Recomputing from the raw events…</p>}
        {answers?.map(({ value, error }, index) => {
          const metric = panels[index]?.metric;
          const name = panels.length > 1 && <span className="audit-metric">{metric} </span>;
          if (value === undefined) {
            return (
              <p className="notice bad" key={metric}>
                {name}
                {error}
              </p>
            );
          }
          const { tone, text } = verdicts[value.verdict];
          return (
            <p
              className={`notice ${tone}`}
              key={metric}
              data-verdict={value.verdict}
              data-verdict-of={metric}
            >
              {name}
              <b>{text}</b> {value.reasons.join(' ')}
            </p>
          );
        })}
      </div>
      {panels.length > 1 && (
        <Choice
          legend="Numbers of"
          name="audited"
          value={chosen}
          options={panels.map(({ metric }) => ({ value: metric, label: metric }))}
          onChange={setChosen}
        />
      )}
      {audit !== undefined && <AuditFigures {...{ audit, panel }} />}
      <p className="audit-foot">
        <button
          type="button"
          className="button"
          disabled={answers === undefined}
          onClick={() => void recompute()}
        >
          Recompute
        </button>
        {at > 0 && <span className="quiet">Recomputed {formatMoment(at, zone)}</span>}
      </p>
    </Modal>
  );
}
