'use client';

import { useMemo, useState } from 'react';
import { durationWords, type Zone } from '../format/time-format.ts';
import { candlesOf, panelsOf, type CandleFamily } from '../panels/candles.ts';
import { pointsFor } from '../panels/points-for.ts';
import type { Panel } from '../panels/panel.ts';
import { useAnswer } from '../panels/use-answer.ts';
import { refreshEveryMs, useGroups } from '../panels/use-groups.ts';
import type { Point } from '../live/live-state.ts';
import { clockOffsetMs } from '../live/live-store.ts';
import { chooseStep } from '../range/choose-step.ts';
import { rangeBounds, rangeSpanMs, type TimeRange } from '../range/time-range.ts';
import { groupName } from './group-name.ts';
import type { Picked } from './picked.ts';
import { lazyComponent } from './lazy-component.tsx';
import { Skeleton } from './skeleton.tsx';
import { TableFold } from './table-fold.tsx';
import { PanelFigure } from './panel-figure.tsx';

const CandleTable = lazyComponent(() => import('./candle-table.tsx').then((module) => module.CandleTable));

const CandleChart = lazyComponent(
  () => import('../chart/candle-chart.tsx').then((module) => module.CandleChart),
  Skeleton,
);

interface CandlePanelProps {
  readonly family: CandleFamily;
  readonly range: TimeRange;
  readonly rangeWords: string;
  readonly nowMs: number;
  readonly zone: Zone;
  readonly onPick: (picked: Picked) => void;
  readonly onZoom: (fromMs: number, toMs: number) => void;
}

const offered = 50;
/** Minutes are far apart: less than an hour of them is no picture. */
const leastMs = 3_600_000;

/** The prices of one security: open, high, low and close of each minute, or of longer steps. */
export function CandlePanel({ family, range, rangeWords, nowMs, zone, onPick, onZoom }: CandlePanelProps) {
  const [chosen, setChosen] = useState<string>();
  const [mostPoints] = useState(() => Math.floor(pointsFor({ chart: 'bar' }, true) / 2));
  const shown: TimeRange =
    range.kind === 'moving' && range.spanMs < leastMs
      ? { kind: 'moving', name: '1h', spanMs: leastMs }
      : range;
  const { windowMs } = family.open;
  const stepMs = chooseStep(rangeSpanMs(shown), windowMs, mostPoints);
  const ranked = useGroups(family.open, shown, { nowMs, stepMs: windowMs, top: offered, points: false });
  const groups = ranked.value?.groups.map(({ group }) => group) ?? [];
  const group = chosen ?? groups[0];
  const bounds = rangeBounds(shown, stepMs, nowMs);
  const part = (panel: Panel) => {
    const key =
      group === undefined || nowMs === 0
        ? undefined
        : `${panel.id} ${group} ${rangeSpanMs(shown)} ${stepMs} ${shown.kind === 'fixed' ? shown.fromMs : ''}`;
    const address = () => {
      const { fromMs, toMs } = rangeBounds(shown, stepMs, Date.now() + clockOffsetMs());
      const { stream, metric } = panel;
      const query = {
        stream,
        metric,
        group: group ?? '',
        from: `${fromMs}`,
        to: `${toMs}`,
        step: `${stepMs}`,
      };
      return `/api/series?${new URLSearchParams(query)}`;
    };
    return { key, address };
  };
  const every = refreshEveryMs(shown, stepMs);
  const [o, h, l, c] = [part(family.open), part(family.high), part(family.low), part(family.close)];
  const open = useAnswer<{ points: readonly Point[] }>(o.key, o.address, every);
  const high = useAnswer<{ points: readonly Point[] }>(h.key, h.address, every);
  const low = useAnswer<{ points: readonly Point[] }>(l.key, l.address, every);
  const close = useAnswer<{ points: readonly Point[] }>(c.key, c.address, every);
  const error = ranked.error ?? open.error ?? high.error ?? low.error ?? close.error;
  const known = open.value && high.value && low.value && close.value;
  const candles = useMemo(
    () =>
      open.value && high.value && low.value && close.value
        ? candlesOf({
            open: open.value.points,
            high: high.value.points,
            low: low.value.points,
            close: close.value.points,
          })
        : [],
    [open.value, high.value, low.value, close.value],
  );
  const last = candles.at(-1);
  const tableTitle = `${groupName(group ?? '', family.open.by)}: open, high, low and close`;
  return (
    <figure className="panel wide" data-series={`${family.open.stream}.candles`} aria-busy={!known}>
      <figcaption className="panel-head">
        <h3>Open, high, low and close</h3>
        <div className="candle-head">
          {groups.length > 0 && (
            <label className="field inline">
              <span>{family.open.by.join(' · ')}</span>
              <select value={group} onChange={(event) => setChosen(event.target.value)}>
                {groups.map((name) => (
                  <option key={name} value={name}>
                    {groupName(name, family.open.by)}
                  </option>
                ))}
              </select>
            </label>
          )}
          <PanelFigure label="last" value={last?.close} unit="price" />
        </div>
      </figcaption>
      <div className="plot">
        {error !== undefined && !known && <p className="plot-note">{error}</p>}
        {error === undefined && ranked.value?.groups.length !== 0 && !known && <Skeleton />}
        {ranked.value?.groups.length === 0 && (
          <p className="plot-note">
            <span>
              Nothing in the {shown === range ? rangeWords : 'last hour'}. Replayed days are on the page{' '}
              <a href="/markets">Markets</a>.
            </span>
          </p>
        )}
        {known && candles.length > 0 && (
          <CandleChart
            candles={candles}
            span={{ ...bounds, stepMs }}
            zone={zone}
            label={`Prices of ${groupName(group ?? '', family.open.by)}: ${candles.length} candles, last ${last?.close}. Arrow keys read them one by one, Enter proves one, plus and minus zoom.`}
            onPick={(t) =>
              onPick({ panels: panelsOf(family), group: group ?? '', fromMs: t, toMs: t + stepMs })
            }
            onZoom={onZoom}
          />
        )}
      </div>
      <footer className="panel-foot">
        <p>
          {candles.length > 0 && `A candle is ${stepMs === windowMs ? 'one window' : durationWords(stepMs)}`}
        </p>
        <TableFold title={tableTitle}>
          <CandleTable title={tableTitle} panel={family.open} group={group ?? ''} {...{ candles, zone }} />
        </TableFold>
      </footer>
    </figure>
  );
}
