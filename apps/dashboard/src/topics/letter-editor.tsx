'use client';

import { useState } from 'react';
import { sendLetters, type SentLetters } from './send-letters.ts';
import type { Letter } from './topic-types.ts';

interface Outcome {
  readonly kind: 'good' | 'warn' | 'bad';
  readonly text: string;
}

function outcomeOf({ accepted, already, rejected, errors, runId }: SentLetters, dryRun: boolean): Outcome {
  const why = (errors ?? []).map(({ path, message }) => `${path} ${message}`).join('; ');
  if (rejected > 0) return { kind: 'bad', text: `Not valid: ${why}` };
  if (already > 0) return { kind: 'warn', text: 'It was sent again before, and is left alone.' };
  if (dryRun) return { kind: 'good', text: 'The gateway would take it.' };
  const where = runId === undefined ? 'live' : `as run ${runId}`;
  return { kind: accepted > 0 ? 'good' : 'warn', text: `Sent again ${where}.` };
}

interface LetterEditorProps {
  readonly stream: string;
  readonly letter: Letter;
  readonly onSent: () => void;
}

/** One dead letter: why, what it holds, and a form to mend it and send it again. */
export function LetterEditor({ stream, letter, onSent }: LetterEditorProps) {
  const shown = letter.event === null ? '' : JSON.stringify(letter.event, null, 2);
  const [text, setText] = useState(shown);
  const [to, setTo] = useState<'live' | 'run'>(letter.too_old_for_live ? 'run' : 'live');
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();

  async function send(dryRun: boolean): Promise<void> {
    let event: unknown;
    try {
      event = JSON.parse(text);
    } catch (error) {
      return setOutcome({ kind: 'bad', text: `This is not JSON: ${(error as Error).message}` });
    }
    setBusy(true);
    try {
      const sent = await sendLetters({ stream, letters: [{ letter, event }], to, dryRun });
      setOutcome(outcomeOf(sent, dryRun));
      if (!dryRun && sent.accepted > 0) onSent();
    } catch (error) {
      setOutcome({ kind: 'bad', text: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="message-detail">
      <p>{letter.detail}</p>
      {letter.error !== null && <p className="notice warn">{letter.error}</p>}
      {letter.hex !== null && (
        <pre tabIndex={0} aria-label="Bytes">
          0x{letter.hex}
        </pre>
      )}
      <label className="field wide">
        {letter.event === null
          ? 'The event that is to take its place, as JSON'
          : 'The event; what you change here is sent'}
        <textarea
          className="mono"
          rows={Math.min(20, Math.max(6, text.split('\n').length))}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {letter.masked && <p className="quiet">Hidden fields (•••) stay as they are unless you change them.</p>}
      {letter.too_old_for_live && to === 'live' && (
        <p className="notice warn">
          Live windows have closed for it, or it belongs to a run: sent live it would be late again.
        </p>
      )}
      <div className="fields">
        <label className="field">
          Send it
          <select value={to} onChange={(event) => setTo(event.target.value as typeof to)}>
            <option value="live">live</option>
            <option value="run">to a run of its own</option>
          </select>
        </label>
        <button type="button" className="button" disabled={busy} onClick={() => void send(true)}>
          Check
        </button>
        <button
          type="button"
          className="button primary"
          disabled={busy || letter.redriven !== null}
          onClick={() => void send(false)}
        >
          Send again
        </button>
      </div>
      {outcome !== undefined && (
        <p className={`notice ${outcome.kind}`} role="status">
          {outcome.text}
        </p>
      )}
      <p className="quiet mono">{letter.place}</p>
    </div>
  );
}
