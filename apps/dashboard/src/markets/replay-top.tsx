'use client';

import { useState } from 'react';
import { formatValue } from '../format/number-format.ts';
import { formatMoment, type Zone } from '../format/time-format.ts';
import { useAnswer } from '../panels/use-answer.ts';
import { isActive, type Mover, type Replay, type RunProgress, type Totals } from './market-types.ts';
import { marketQuery } from './market-view.ts';
import { MoverCells, moverColumns } from './movers-table.tsx';
import { shortDay, stateWords } from './words.ts';
import { PanelFigure } from '../components/panel-figure.tsx';

interface ReplayTopProps {
  readonly market: string;
  readonly title: string;
  readonly zone: Zone;
}

interface Top {
  readonly progress: RunProgress | null;
  readonly totals: Totals | null;
  readonly movers: readonly Mover[];
}

const shownMovers = 6;
const liveMs = 3_000;
const restMs = 15_000;
const orders: Readonly<Record<string, string>> = { xetra: 'turnover', eurex: 'contracts' };

/**
 * The top of a market in its newest replay, one that goes on before one that has ended. A replay is a run with a clock of
 * its own, so the live charts beside this one do not know of it.
 */
export function ReplayTop({ market, title, zone }: ReplayTopProps) {
  const replays = useAnswer<{ readonly replays: readonly Replay[]; readonly is_away?: boolean }>(
    'newest replays',
    () => '/api/newest-replays',
    liveMs,
  );
  const ofMarket = replays.value?.replays.filter((one) => one.market === market && one.date !== null) ?? [];
  const replay = ofMarket.find(isActive) ?? ofMarket[0];
  const { id, date } = replay ?? {};
  const [isComplete, setComplete] = useState(false);
  const asked = { market, date: date ?? '', run: id ?? '', order: orders[market] ?? '' };
  const top = useAnswer<Top>(
    id && `top ${id}`,
    () => `/api/v1/movers?${new URLSearchParams({ ...asked, limit: `${shownMovers}` })}`,
    isComplete ? restMs : liveMs,
  );
  const complete = top.value?.progress?.complete === true;
  if (complete !== isComplete) setComplete(complete);
  if (replays.value === undefined) {
    return (
      replays.error !== undefined && (
        <p className="quiet">
          Whether a day of {title} was replayed is not known. {replays.error}
        </p>
      )
    );
  }
  if (replays.value.is_away)
    return <p className="quiet">The replayer is away: replays of {title} are not known.</p>;
  if (replay === undefined || date == null) {
    return (
      <p className="quiet">
        No day of {title} was replayed yet: <a href={`/markets?market=${market}`}>choose one</a>.
      </p>
    );
  }
  const columns = moverColumns[market] ?? [];
  const { movers = [], totals, progress } = top.value ?? {};
  const view = (security?: string) => `/markets${marketQuery({ market, date, run: replay.id, security })}`;
  const total = totals?.turnover ?? totals?.contracts;
  return (
    <figure className="panel wide" data-top={market} data-run={replay.id}>
      <figcaption className="panel-head">
        <h3>
          <a href={view()}>
            Top of {title}, {shortDay(date)}
          </a>{' '}
          <span className={`tag ${stateWords[replay.state].tone}`}>
            replay {stateWords[replay.state].text}
          </span>
        </h3>
        {total !== undefined && (
          <PanelFigure
            label={orders[market]}
            value={total}
            unit={market === 'eurex' ? 'contracts' : 'money'}
          />
        )}
      </figcaption>
      <div className="scroll" tabIndex={0} role="region" aria-label={`Top of ${title}`}>
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{market === 'eurex' ? 'Segment' : 'Security'}</th>
              {columns.map(({ title: name }) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {movers.map((mover) => (
              <tr key={mover.mnemonic} data-mover={mover.mnemonic}>
                <th scope="row">
                  <a href={view(mover.mnemonic)}>{mover.mnemonic}</a>
                </th>
                <MoverCells mover={mover} columns={columns} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <footer className="panel-foot">
        <p>
          {replay.event_time !== null && `Reached ${formatMoment(Date.parse(replay.event_time), zone)}. `}
          {progress != null &&
            !progress.complete &&
            `${formatValue(progress.counted + progress.late, 'events')} of ${formatValue(progress.accepted, 'events')} rows are counted so far. `}
          {top.error}
        </p>
      </footer>
    </figure>
  );
}
