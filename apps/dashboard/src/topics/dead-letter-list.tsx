'use client';

import { Fragment, useEffect, useState } from 'react';
import { LetterEditor } from './letter-editor.tsx';
import { sendLetters } from './send-letters.ts';
import { formatCount } from './topic-format.ts';
import type { Letter, LettersAnswer } from './topic-types.ts';
import { usePolled } from './use-polled.ts';
import { usePrecise } from './use-precise.ts';
import './topics.css';
import { DataTable } from '../components/data-table.tsx';
import { StreamOptions } from '../components/stream-options.tsx';

interface StreamChoice {
  readonly name: string;
  readonly title: string;
}

/** The stream and reason that are looked at; kept in the address. */
function useChoice(streams: readonly StreamChoice[]) {
  const [choice, setChoice] = useState({ stream: streams[0]?.name ?? '', reason: '' });
  useEffect(() => {
    const params = new URLSearchParams(location.search);
    const stream = streams.find(({ name }) => name === params.get('stream'));
    if (stream !== undefined) setChoice({ stream: stream.name, reason: params.get('reason') ?? '' });
  }, [streams]);
  const choose = (next: typeof choice) => {
    const params = new URLSearchParams({
      stream: next.stream,
      ...(next.reason === '' ? {} : { reason: next.reason }),
    });
    history.replaceState(null, '', `?${params.toString()}`);
    setChoice(next);
  };
  return [choice, choose] as const;
}

interface RowProps {
  readonly stream: string;
  readonly letter: Letter;
  readonly picked: boolean;
  readonly onPick: () => void;
  readonly onSent: () => void;
}

function LetterRow({ stream, letter, picked, onPick, onSent }: RowProps) {
  const [open, setOpen] = useState(false);
  const precise = usePrecise();
  const { origin, at, reason, run_id: run, key, detail, redriven } = letter;
  return (
    <Fragment>
      <tr>
        <td>
          <input
            type="checkbox"
            checked={picked}
            disabled={redriven !== null || letter.event === null}
            onChange={onPick}
            aria-label={`Choose ${origin}`}
          />
        </td>
        <td>
          <button type="button" className="row-button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {precise(Date.parse(at))}
            <span className="visually-hidden"> dead letter {origin}</span>
          </button>
        </td>
        <td>
          <span className={reason === 'late' || reason === 'ahead' ? 'tag warn' : 'tag bad'}>{reason}</span>
        </td>
        <td className="mono">{origin}</td>
        <td className="mono message-key">{key ?? ''}</td>
        <td>{run === '' ? 'live' : run}</td>
        <td>{redriven === null ? '' : <span className="tag good">sent again</span>}</td>
        <td className="detail">{detail}</td>
      </tr>
      {open && (
        <tr>
          <td colSpan={8}>
            <LetterEditor stream={stream} letter={letter} onSent={onSent} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

const headings = ['Refused', 'Reason', 'Origin', 'Key', 'Run', 'Since then', 'Why'];

/** A stream's dead letters: why each was refused, a form to mend it, and a second chance, one by one or together. */
export function DeadLetterList({ streams }: { readonly streams: readonly StreamChoice[] }) {
  const [{ stream, reason }, choose] = useChoice(streams);
  const [asked, setAsked] = useState(0);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [outcome, setOutcome] = useState('');
  const params = new URLSearchParams({ stream, limit: '100', ...(reason === '' ? {} : { reason }) });
  const { data, error } = usePolled<LettersAnswer>(`/api/dead-letters?${params.toString()}`, 10_000, asked);
  const letters = data?.letters ?? [];
  const chosen = letters.filter(({ place }) => picked.has(place));
  const toRun = chosen.some((one) => one.too_old_for_live);

  async function sendChosen(): Promise<void> {
    try {
      const sent = await sendLetters({
        stream,
        letters: chosen.map((letter) => ({ letter, event: letter.event })),
        to: toRun ? 'run' : 'live',
        dryRun: false,
      });
      const where = sent.runId === undefined ? 'live' : `as run ${sent.runId}`;
      const more = sent.rejected > 0 ? `, ${formatCount(sent.rejected)} are not valid as they are` : '';
      setOutcome(`${formatCount(sent.accepted)} sent again ${where}${more}.`);
      setPicked(new Set());
      setAsked((count) => count + 1);
    } catch (why) {
      setOutcome(why instanceof Error ? why.message : String(why));
    }
  }

  const pick = (place: string) =>
    setPicked((before) => {
      const after = new Set(before);
      if (!after.delete(place)) after.add(place);
      return after;
    });

  return (
    <>
      <div className="fields topics-tools">
        <label className="field">
          Stream
          <select
            value={stream}
            onChange={(event) => {
              setPicked(new Set());
              choose({ stream: event.target.value, reason: '' });
            }}
          >
            <StreamOptions streams={streams} />
          </select>
        </label>
        <label className="field">
          Reason
          <select value={reason} onChange={(event) => choose({ stream, reason: event.target.value })}>
            <option value="">all</option>
            {[...new Set([...Object.keys(data?.reasons ?? {}), ...(reason === '' ? [] : [reason])])].map(
              (name) => (
                <option key={name} value={name}>
                  {name} ({formatCount(data?.reasons[name] ?? 0)})
                </option>
              ),
            )}
          </select>
        </label>
        {chosen.length > 0 && (
          <button type="button" className="button primary" onClick={() => void sendChosen()}>
            Send {formatCount(chosen.length)} again {toRun ? 'to a run of their own' : 'live'}
          </button>
        )}
      </div>
      <p role="status" className="quiet">
        {outcome !== ''
          ? outcome
          : data === undefined
            ? 'Asking Kafka …'
            : `${formatCount(data.total)} dead letters${data.total > letters.length ? `, the newest ${formatCount(letters.length)} of them` : ''}${data.complete ? '' : ', as far as was looked'}`}
      </p>
      {error !== undefined && (
        <p className="notice bad" role="alert">
          {error}
        </p>
      )}
      {data !== undefined && letters.length === 0 && (
        <p className="notice good">Nothing was refused{reason === '' ? '' : ' for this reason'}.</p>
      )}
      {letters.length > 0 && (
        <DataTable
          label="Dead letters"
          columns={headings}
          before={
            <td>
              <input
                type="checkbox"
                aria-label="Choose all that can be sent"
                checked={chosen.length > 0}
                onChange={(event) =>
                  setPicked(
                    new Set(
                      event.target.checked
                        ? letters
                            .filter(({ redriven, event: read }) => redriven === null && read !== null)
                            .map(({ place }) => place)
                        : [],
                    ),
                  )
                }
              />
            </td>
          }
        >
          {letters.map((letter) => (
            <LetterRow
              key={letter.place}
              stream={stream}
              letter={letter}
              picked={picked.has(letter.place)}
              onPick={() => pick(letter.place)}
              onSent={() => setAsked((count) => count + 1)}
            />
          ))}
        </DataTable>
      )}
    </>
  );
}
