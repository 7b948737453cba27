'use client';

import { useState, type FormEvent } from 'react';
import type { Picked } from '../components/picked.ts';
import { formatMoment, type Zone } from '../format/time-format.ts';
import { formatValue } from '../format/number-format.ts';
import { useAnswer } from '../panels/use-answer.ts';
import {
  isActive,
  type Bar,
  type Mover,
  type Replay,
  type RunProgress,
  type Totals,
} from './market-types.ts';
import type { MarketView } from './market-view.ts';
import { moverColumns, MoversTable } from './movers-table.tsx';
import { SecurityCharts, type MarketPanels } from './security-charts.tsx';
import { shortDay, stateWords } from './words.ts';
import { lazyComponent } from '../components/lazy-component.tsx';

const PickedDialogs = lazyComponent(() =>
  import('../components/picked-dialogs.tsx').then((module) => module.PickedDialogs),
);

interface MarketDayProps {
  readonly title: string;
  readonly view: MarketView & { readonly date: string };
  /** Replays of that day, newest first. */
  readonly replays: readonly Replay[];
  readonly panels: MarketPanels;
  readonly zone: Zone;
  /** This moment, by the server's clock (epoch ms). */
  readonly nowMs: number;
  /** The replayer does not answer, and the page says so already. */
  readonly isAway: boolean;
  readonly onView: (change: Partial<MarketView>) => void;
}

interface Head {
  readonly run: string | null;
  /** Null: live traffic, or nothing. */
  readonly progress: RunProgress | null;
}

const shownMovers = 50;
const liveMs = 3_000;
const restMs = 10_000;
const dayMs = 86_400_000;

/** How often (ms) figures are asked for: often while they change. */
function paceOf(
  replay: Replay | undefined,
  progress: RunProgress | null | undefined,
  date: string,
  nowMs: number,
): number {
  if (progress?.complete === true) return restMs;
  // Without a replay it is live traffic, or a run of the command line.
  if (replay === undefined) return nowMs - Date.parse(`${date}T00:00:00Z`) < dayMs ? liveMs : restMs;
  return replay.state === 'paused' && progress?.final === true ? restMs : liveMs;
}

/** What happened on a day, as a replay of it counted: movers, and the charts of one of them. */
export function MarketDay({ title, view, replays, panels, zone, nowMs, isAway, onView }: MarketDayProps) {
  const { market, date, run } = view;
  const columns = moverColumns[market] ?? [];
  const orders = columns.flatMap(({ order }) => order ?? []);
  const order = orders.find((one) => one === view.order) ?? (market === 'eurex' ? 'contracts' : 'turnover');
  const replay = replays.find(({ id }) => id === run) ?? (run === undefined ? replays[0] : undefined);
  const [progress, setProgress] = useState<RunProgress | null>();
  const every = paceOf(replay, progress, date, nowMs);
  const shownRun = run ?? replay?.id;
  const asked = { market, date, ...(shownRun === undefined ? {} : { run: shownRun }) };
  const day = `${market} ${date} ${shownRun ?? ''}`;

  const ranking = useAnswer<Head & { readonly totals: Totals | null; readonly movers: readonly Mover[] }>(
    `${day} ${order}`,
    () => `/api/v1/movers?${new URLSearchParams({ ...asked, order, limit: `${shownMovers}` })}`,
    every,
  );
  const told = ranking.value === undefined ? undefined : ranking.value.progress;
  if (told !== progress) setProgress(told);
  // The security that stood first when the page was opened stays, whichever is first later.
  const [first, setFirst] = useState<{ day: string; security: string }>();
  const top = ranking.value?.movers[0]?.mnemonic;
  if (top !== undefined && first?.day !== day) setFirst({ day, security: top });
  const security = view.security ?? (first?.day === day ? first.security : undefined);
  const prices = useAnswer<Head & { readonly bars: readonly Bar[] }>(
    security === undefined ? undefined : `${day} bars ${security}`,
    () => `/api/v1/bars?${new URLSearchParams({ ...asked, mnemonic: security ?? '' })}`,
    every,
  );
  const [picked, setPicked] = useState<Picked>();
  // Live traffic is a run without a name.
  const pricesRun = prices.value?.run || undefined;
  const error = ranking.error ?? prices.error;
  const { value } = ranking;
  const isEmpty = value !== undefined && value.movers.length === 0;
  return (
    <section className="block" aria-labelledby="prices-title" data-prices={shownRun ?? ''}>
      <div className="market-head">
        <h2 id="prices-title" className="block-title">
          Prices and movers: {title}, {shortDay(date)}
        </h2>
        {(replays.length > 1 || (run !== undefined && replay === undefined)) && (
          <label className="field inline">
            <span>Replay</span>
            <select value={shownRun} onChange={(event) => onView({ run: event.target.value })}>
              {replay === undefined && <option value={run}>{run}</option>}
              {replays.map(({ id, created_at: at, state }) => (
                <option key={id} value={id}>
                  {formatMoment(Date.parse(at), zone)}, {stateWords[state].text}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {error !== undefined && !isAway && <p className="notice warn">{error}</p>}
      {progress && progress.accepted > 0 && !progress.complete && <Counting {...{ progress, replay }} />}
      {isEmpty && (
        <p className="card quiet">
          {replay !== undefined && progress?.complete !== true
            ? 'The first minutes of the replay appear in a moment.'
            : 'Nothing of this day was replayed yet. Start a replay, and prices and movers appear here.'}
        </p>
      )}
      {value !== undefined && !isEmpty && (
        <>
          {value.totals !== null && <DayTotals totals={value.totals} />}
          <div className="market-day">
            <div className="card movers-card">
              <Find market={market} movers={value.movers} onFind={(one) => onView({ security: one })} />
              <MoversTable
                {...{ market, order }}
                movers={value.movers}
                chosen={security}
                viewOf={(one) => ({ ...view, security: one })}
                onOrder={(by) => onView({ order: by })}
              />
            </div>
            {security !== undefined && prices.value !== undefined ? (
              <SecurityCharts
                {...{ panels, market, security, zone }}
                bars={prices.value.bars}
                step={view.step}
                onStep={(step) => onView({ step })}
                onPick={(one) => setPicked({ ...one, run: pricesRun })}
              />
            ) : (
              <div className="skeleton charts-skeleton" aria-hidden="true" />
            )}
          </div>
        </>
      )}
      {picked !== undefined && (
        <PickedDialogs picked={picked} zone={zone} onClose={() => setPicked(undefined)} />
      )}
    </section>
  );
}

/** Why the figures below are not those of the whole day yet. */
function Counting({ progress, replay }: { progress: RunProgress; replay: Replay | undefined }) {
  const { accepted, counted, late, final } = progress;
  const done = counted + late;
  const figures = `${formatValue(done, 'events')} of ${formatValue(accepted, 'events')} rows`;
  const goesOn = replay !== undefined && isActive(replay);
  return (
    <div className="card progress" data-counting={done}>
      <progress max={Math.max(1, accepted)} value={done} aria-label="Counted" />
      <p role="status">
        {done < accepted
          ? `${figures} that were sent are counted. ${goesOn ? '' : 'The figures below are not complete yet: they grow until all are.'}`
          : goesOn
            ? `All ${formatValue(accepted, 'events')} rows that were sent so far are counted.`
            : `All ${formatValue(accepted, 'events')} rows are counted${final ? '' : '; the last windows are not final yet'}.`}
      </p>
    </div>
  );
}

function DayTotals({ totals }: { readonly totals: Totals }) {
  const figures = [
    ['securities', 'Securities', totals.securities, 'events'],
    ['segments', 'Segments', totals.segments, 'events'],
    ['turnover', 'Turnover', totals.turnover, 'money'],
    ['contracts', 'Contracts', totals.contracts, 'contracts'],
    ['trades', 'Trades', totals.trades, 'trades'],
  ] as const;
  return (
    <dl className="headlines market-totals">
      {figures.map(
        ([id, label, figure, unit]) =>
          figure !== undefined && (
            <div key={id} data-total={id}>
              <dt>{label}</dt>
              <dd>{formatValue(figure, unit)}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

interface FindProps {
  readonly market: string;
  readonly movers: readonly Mover[];
  readonly onFind: (security: string) => void;
}

/** The table names the first fifty; any other is typed. */
function Find({ market, movers, onFind }: FindProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('security');
    if (typeof text === 'string' && text.trim() !== '') onFind(text.trim().toUpperCase());
  };
  return (
    <form className="fields" onSubmit={submit}>
      <label className="field">
        {market === 'eurex' ? 'Market segment' : 'Ticker'}
        <input name="security" list="movers-list" size={12} autoComplete="off" spellCheck={false} required />
      </label>
      <datalist id="movers-list">
        {movers.map(({ mnemonic }) => (
          <option key={mnemonic} value={mnemonic} />
        ))}
      </datalist>
      <button type="submit" className="button">
        Show
      </button>
    </form>
  );
}
