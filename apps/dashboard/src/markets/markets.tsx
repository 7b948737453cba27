'use client';

import { useState } from 'react';
import { Choice } from '../components/choice.tsx';
import { formatClockSeconds } from '../format/time-format.ts';
import { clockOffsetMs } from '../live/live-store.ts';
import { useAnswer } from '../panels/use-answer.ts';
import { useZone } from '../preferences/use-zone.ts';
import { DayCard } from './day-card.tsx';
import { DayPicker } from './day-picker.tsx';
import { FileTable } from './file-table.tsx';
import { MarketDay } from './market-day.tsx';
import {
  isActive,
  isUnderWay,
  type Dataset,
  type MarketInfo,
  type Replay,
  type Speed,
} from './market-types.ts';
import type { MarketView } from './market-view.ts';
import { weekdayBefore } from './month.ts';
import { ReplayList } from './replay-list.tsx';
import type { MarketPanels } from './security-charts.tsx';
import { useMarketView } from './use-market-view.ts';
import './markets.css';

const restMs = 5_000;
const busyMs = 1_000;

/** What the replayer has of something, asked again and again. */
const useReplayer = <T,>(name: string, everyMs: number, again: number) =>
  useAnswer<T>(name, () => `/api/v1/${name}`, everyMs, again);

/** The whole of the market data: choose a day, fetch it, replay it, and look at what it was. */
export function Markets({ panels }: { readonly panels: MarketPanels }) {
  const [view, setView] = useMarketView();
  const [zone] = useZone();
  const [speed, setSpeed] = useState<Speed>(60);
  const [again, setAgain] = useState(0);
  const [busy, setBusy] = useState({ datasets: false, replays: false });
  const changed = () => setAgain((count) => count + 1);
  const markets = useReplayer<{ readonly markets: readonly MarketInfo[] }>('markets', 60_000, again);
  const files = useReplayer<{ readonly datasets: readonly Dataset[] }>(
    'datasets',
    busy.datasets ? busyMs : restMs,
    again,
  );
  const runs = useReplayer<{ readonly replays: readonly Replay[] }>(
    'replays',
    busy.replays ? busyMs : restMs,
    again,
  );
  const datasets = files.value?.datasets;
  const replays = runs.value?.replays;
  const isBusy = {
    datasets: datasets?.some(isUnderWay) ?? false,
    replays: replays?.some(isActive) ?? false,
  };
  if (isBusy.datasets !== busy.datasets || isBusy.replays !== busy.replays) setBusy(isBusy);

  const error = files.error ?? runs.error ?? markets.error;
  const market = markets.value?.markets.find(({ name }) => name === view.market);
  const trouble = error !== undefined && <Trouble why={error} known={datasets !== undefined} />;
  if (market === undefined || datasets === undefined || replays === undefined) {
    return trouble || <div className="skeleton markets-skeleton" aria-hidden="true" />;
  }

  // This part is never drawn by the server, whose clock and language may be others.
  const nowMs = Date.now() + clockOffsetMs();
  const ofMarket = datasets.filter((dataset) => dataset.market === market.name);
  const date =
    view.date ??
    ofMarket.find(({ state, date: day }) => state === 'ready' && day !== null)?.date ??
    weekdayBefore(nowMs);
  const ofDay = ofMarket.filter((dataset) => dataset.date === date);
  // Several files may hold one day: the one that carries its name comes first, if it can be replayed.
  const dataset =
    ofDay.find(({ state, id }) => state === 'ready' && id === `${market.name}-${date}`) ??
    ofDay.find(({ state }) => state === 'ready') ??
    ofDay[0];
  const prepared = new Set(
    ofMarket.flatMap(({ state, date: day }) => (state === 'ready' && day ? [day] : [])),
  );
  const titles = new Map(markets.value?.markets.map(({ name, title }) => [name, title]));
  const replaysOfDay = replays.filter((replay) => replay.market === market.name && replay.date === date);
  const elsewhere = { run: undefined, security: undefined };
  const viewWith = (change: Partial<MarketView>): MarketView => ({
    ...view,
    ...elsewhere,
    order: undefined,
    ...change,
  });
  const onStarted = (replay: Replay) =>
    setView({ ...elsewhere, market: replay.market, date: replay.date ?? date, run: replay.id });
  return (
    <>
      {trouble}
      <div className="markets-top">
        <div className="markets-when">
          <Choice
            legend="Market"
            name="market"
            value={market.name}
            options={(markets.value?.markets ?? []).map(({ name, title }) => ({ value: name, label: title }))}
            onChange={(name) => setView({ ...elsewhere, market: name, order: undefined, date })}
          />
          <DayPicker
            day={date}
            first={market.first_date}
            last={new Date(nowMs).toISOString().slice(0, 10)}
            prepared={prepared}
            onChange={(day) => setView({ ...elsewhere, date: day })}
          />
        </div>
        <DayCard
          key={`${market.name} ${date}`}
          {...{ market, dataset, speed, onStarted }}
          day={date}
          onSpeed={setSpeed}
          onChanged={changed}
        />
      </div>
      <ReplayList
        {...{ replays, titles, zone }}
        shown={view.run ?? replaysOfDay[0]?.id}
        viewOf={({ id, market: name, date: day }) =>
          viewWith({ market: name, date: day ?? undefined, run: id })
        }
        onChanged={changed}
      />
      <MarketDay
        {...{ panels, zone, nowMs }}
        isAway={error !== undefined}
        title={market.title}
        view={{ ...view, date }}
        replays={replaysOfDay}
        onView={(change) => setView({ date, ...change })}
      />
      <FileTable
        {...{ datasets, titles, speed, onStarted }}
        viewOf={({ market: name, date: day }) =>
          viewWith({ market: name ?? view.market, date: day ?? undefined })
        }
        onChanged={changed}
      />
    </>
  );
}

/** The replayer is away: what that means, since when, and that nothing needs to be done here. */
function Trouble({ why, known }: { readonly why: string; readonly known: boolean }) {
  const [zone] = useZone();
  const [sinceMs] = useState(() => Date.now());
  return (
    <p className="notice bad" role="alert">
      {why} {known && `What is shown is as of ${formatClockSeconds(sinceMs, zone)}. `}
      This page asks again by itself.
    </p>
  );
}
