'use client';

import { lazyComponent } from '../components/lazy-component.tsx';
import { formatBytes, formatCount } from '../topics/topic-format.ts';
import { isUnderWay, type Dataset, type MarketInfo, type Replay, type Speed } from './market-types.ts';
import { isWeekend } from './month.ts';
import { SpeedSelect } from './speed-select.tsx';
import { useAction } from './use-action.ts';
import { dayWords } from './words.ts';

// Only where a day cannot be fetched.
const Command = lazyComponent(() => import('../components/command.tsx').then((module) => module.Command));

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

function OnItsWay({ dataset }: { readonly dataset: Dataset }) {
  const { state, files, files_done: done, bytes, bytes_done: bytesDone, progress } = dataset;
  const words: Record<string, string> = {
    queued: 'Waiting for the day that is fetched before it …',
    listing: 'Asking the bucket for its files …',
    downloading: `${formatCount(done)} of ${formatCount(files)} files, ${formatBytes(bytesDone)} of ${formatBytes(bytes)}`,
    preparing: `Joining ${formatCount(files)} files into one …`,
  };
  return (
    <div className="progress" data-dataset={dataset.id}>
      <progress max={1} value={progress} aria-label="Download" />
      <p role="status">{words[state]}</p>
    </div>
  );
}

interface ToPrepareProps {
  readonly market: MarketInfo;
  readonly day: string;
  readonly busy: boolean;
  readonly again: boolean;
  readonly onFetch: () => void;
}

function ToPrepare({ market, day, busy, again, onFetch }: ToPrepareProps) {
  return (
    <>
      {!again && (
        <p className="quiet">
          Not prepared yet.
          {isWeekend(day) && ' It is a weekend: the exchange was closed, a bucket has nothing.'}
        </p>
      )}
      {market.has_bucket ? (
        <p>
          <button type="button" className="button primary" disabled={busy} onClick={onFetch}>
            {again ? 'Try again' : 'Download from the bucket'}
          </button>
        </p>
      ) : (
        <p className="notice">
          No bucket is configured: set <code>{market.bucket_variable}</code> for the replayer to download
          days.
        </p>
      )}
      <p>{market.has_bucket ? 'Or make' : 'Without one, make'} a day up, in exactly the exchange’s format:</p>
      <Command
        text={`npx weir generate ${market.name} --date ${day}`}
        name={`command that generates ${market.title} on ${day}`}
      />
      <p className="quiet">This page finds it by itself.</p>
    </>
  );
}
