'use client';

import { lazyComponent } from '../components/lazy-component.tsx';
import { formatBytes, formatCount } from '../topics/topic-format.ts';
import { isUnderWay, type Dataset, type MarketInfo, type Replay, type Speed } from './market-types.ts';
import { SpeedSelect } from './speed-select.tsx';
import { useAction } from './use-action.ts';
import { dayWords } from './words.ts';

// Only of days that are not prepared yet.
const OnItsWay = lazyComponent(() => import('./on-its-way.tsx').then((module) => module.OnItsWay));
const ToPrepare = lazyComponent(() => import('./to-prepare.tsx').then((module) => module.ToPrepare));

interface DayCardProps {
  readonly market: MarketInfo;
  readonly day: string;
  /** The day as it was prepared, or is on its way. */
  readonly dataset: Dataset | undefined;
  readonly speed: Speed;
  readonly onSpeed: (speed: Speed) => void;
  readonly onChanged: () => void;
  readonly onStarted: (replay: Replay) => void;
}

/** One day of a market: fetch it, watch it come, replay it. */
export function DayCard({ market, day, dataset, speed, onSpeed, onChanged, onStarted }: DayCardProps) {
  const { post, busy, error } = useAction(onChanged);
  const fetchDay = () => post<Dataset>('/api/download-date', { market: market.name, date: day });
  const start = async (id: string) => {
    const replay = await post<Replay>('/api/v1/replays', { dataset: id, speed });
    if (replay !== undefined) onStarted(replay);
  };
  return (
    <section className="card day-card" aria-labelledby="day-title" data-day={day}>
      <h2 id="day-title" className="block-title">
        {market.title} on {dayWords(day)}
      </h2>
      {dataset !== undefined && isUnderWay(dataset) && <OnItsWay dataset={dataset} />}
      {dataset?.state === 'ready' && (
        <>
          <dl className="headlines">
            <Figure name="Rows" text={formatCount(dataset.rows)} />
            <Figure name="Columns" text={formatCount(dataset.columns)} />
            <Figure name="Size" text={formatBytes(dataset.bytes)} />
          </dl>
          <div className="fields">
            <SpeedSelect label="Speed" value={speed} onChange={onSpeed} />
            <button
              type="button"
              className="button primary"
              disabled={busy}
              onClick={() => void start(dataset.id)}
            >
              Start the replay
            </button>
          </div>
          <p className="quiet">
            A replay sends the day through the gateway as a run with a clock of its own. Live charts stay as
            they are.
          </p>
        </>
      )}
      {dataset?.state === 'failed' && (
        <p className="notice bad" role="alert">
          {dataset.error}
        </p>
      )}
      {(dataset === undefined || dataset.state === 'failed') && (
        <ToPrepare {...{ market, day, busy }} again={dataset !== undefined} onFetch={() => void fetchDay()} />
      )}
      {error !== undefined && (
        <p className="notice bad" role="alert">
          {error}
        </p>
      )}
    </section>
  );
}

const Figure = ({ name, text }: { readonly name: string; readonly text: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{text}</dd>
  </div>
);
