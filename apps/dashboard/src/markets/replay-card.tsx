'use client';

import { useState } from 'react';
import { formatMoment, type Zone } from '../format/time-format.ts';
import { formatCount } from '../topics/topic-format.ts';
import { isActive, type Replay } from './market-types.ts';
import type { MarketView } from './market-view.ts';
import { lazyComponent } from '../components/lazy-component.tsx';
import { SpeedSelect } from './speed-select.tsx';
import { useAction } from './use-action.ts';
import { ViewLink } from './view-link.tsx';
import { shareWords, shortDay, speedWords, stateWords } from './words.ts';

const RejectedRows = lazyComponent(() => import('./rejected-rows.tsx').then((module) => module.RejectedRows));

interface ReplayCardProps {
  readonly replay: Replay;
  readonly title: string;
  readonly zone: Zone;
  /** The view of its prices. */
  readonly view: MarketView;
  /** Whether its prices are shown below. */
  readonly isShown: boolean;
  readonly onChanged: () => void;
}

/** One replay: how far it is, what was refused, and what can be done with it. */
export function ReplayCard({ replay, title, zone, view, isShown, onChanged }: ReplayCardProps) {
  const { post, busy, error } = useAction(onChanged);
  const [reportOpen, setReportOpen] = useState(false);
  const { id, state, rows, rows_total: total, rejected } = replay;
  const act = (verb: string, body?: object) =>
    void post(`/api/v1/replays/${encodeURIComponent(id)}/${verb}`, body);
  const name = `${title}${replay.date === null ? '' : `, ${shortDay(replay.date)}`}`;
  const of = <span className="visually-hidden"> {name}</span>;
  return (
    <li className="card replay" data-replay={id} data-state={state}>
      <div className="replay-head">
        <h3>
          <ViewLink view={view} current={isShown}>
            {name}
          </ViewLink>
        </h3>
        <span className={`tag ${stateWords[state].tone}`}>{stateWords[state].text}</span>
        <span className="quiet">
          {replay.dataset}, started {formatMoment(Date.parse(replay.created_at), zone)}
        </span>
        <div className="replay-controls">
          {isActive(replay) ? (
            <>
              <SpeedSelect
                label={`Speed of ${name}`}
                hideLabel
                value={replay.speed}
                disabled={busy}
                onChange={(speed) => act('speed', { speed })}
              />
              {state === 'running' ? (
                <button type="button" className="button small" disabled={busy} onClick={() => act('pause')}>
                  Pause{of}
                </button>
              ) : (
                <button type="button" className="button small" disabled={busy} onClick={() => act('resume')}>
                  Resume{of}
                </button>
              )}
              <button type="button" className="button small" disabled={busy} onClick={() => act('stop')}>
                Stop{of}
              </button>
            </>
          ) : (
            <span className="quiet">{speedWords(replay.speed)}</span>
          )}
          {state === 'failed' && (
            <button type="button" className="button small" disabled={busy} onClick={() => act('resume')}>
              Go on{of}
            </button>
          )}
        </div>
      </div>
      <progress max={Math.max(1, total)} value={rows} aria-label={`Progress of ${name}`} />
      <p className="replay-figures">
        <span>
          {formatCount(rows)} of {formatCount(total)} rows
        </span>
        <span>{shareWords(rows, total)}</span>
        {replay.event_time !== null && (
          <span>
            reached {formatMoment(Date.parse(replay.event_time), zone)}
            {zone === 'utc' ? ' UTC' : ''}
          </span>
        )}
        {rejected > 0 && (
          <button
            type="button"
            className="row-button"
            aria-expanded={reportOpen}
            onClick={() => setReportOpen(!reportOpen)}
          >
            {formatCount(rejected)} rejected{of}
          </button>
        )}
      </p>
      {replay.message !== null && (
        <p className={`notice ${state === 'failed' ? 'bad' : 'warn'}`} role="status">
          {state === 'running' || state === 'paused' ? 'It waits: ' : ''}
          {replay.message}
        </p>
      )}
      {error !== undefined && (
        <p className="notice bad" role="alert">
          {error}
        </p>
      )}
      {reportOpen && rejected > 0 && <RejectedRows id={id} name={name} total={rejected} />}
    </li>
  );
}
