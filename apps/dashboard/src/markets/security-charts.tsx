'use client';

import { useMemo } from 'react';
import { Choice } from '../components/choice.tsx';
import type { Picked } from '../components/picked.ts';
import { lazyComponent } from '../components/lazy-component.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import type { Zone } from '../format/time-format.ts';
import { panelsOf, type CandleFamily } from '../panels/candles.ts';
import type { Panel } from '../panels/panel.ts';
import { pointsFor } from '../panels/points-for.ts';
import { TableFold } from '../components/table-fold.tsx';
import type { Bar } from './market-types.ts';
import { candlesOfBars, spanOfBars, sumsOfBars } from './merge-bars.ts';
import { stepFor, stepMsOf, steps, type StepName } from './steps.ts';
import { PanelFigure } from '../components/panel-figure.tsx';

const BarsTable = lazyComponent(() => import('./bars-table.tsx').then((module) => module.BarsTable));

const CandleChart = lazyComponent(
  () => import('../chart/candle-chart.tsx').then((module) => module.CandleChart),
  Skeleton,
);
const WindowChart = lazyComponent(
  () => import('../chart/window-chart.tsx').then((module) => module.WindowChart),
  Skeleton,
);

/** Charts of these metrics are on the page; the page takes them from the registry. */
export interface MarketPanels {
  readonly candles: CandleFamily;
  readonly volume: Panel;
  readonly contracts: Panel;
  readonly trades: Panel;
}

interface SecurityChartsProps {
  readonly panels: MarketPanels;
  readonly market: string;
  readonly security: string;
  /** Minutes, oldest first. */
  readonly bars: readonly Bar[];
  readonly zone: Zone;
  readonly step: StepName | undefined;
  readonly onStep: (step: StepName) => void;
  /** Told what was clicked, without its run. */
  readonly onPick: (picked: Picked) => void;
}

const partNames = { volume: 'Shares', contracts: 'Contracts', trades: 'Trades' } as const;

/** A candle with its gap wants six pixels; a bar, of which `pointsFor` tells, four. */
const candlesFor = () => Math.floor((pointsFor({ chart: 'bar' }, true) * 4) / 6);

/** The day of one security: prices as candles and volume, or contracts and trades of a segment. */
export function SecurityCharts({
  panels,
  market,
  security,
  bars,
  zone,
  step,
  onStep,
  onPick,
}: SecurityChartsProps) {
  const span = spanOfBars(bars);
  const spanMs = span === undefined ? 0 : span.toMs - span.fromMs;
  const shown = step ?? stepFor(spanMs, candlesFor());
  const stepMs = stepMsOf(shown);
  const label = steps.find(({ name }) => name === shown)?.label ?? '';
  const candles = useMemo(() => candlesOfBars(bars, stepMs), [bars, stepMs]);
  const parts = market === 'eurex' ? (['contracts', 'trades'] as const) : (['volume'] as const);
  const last = candles.at(-1);
  const view = { fromMs: span?.fromMs ?? 0, toMs: span?.toMs ?? 0, stepMs };
  const pick = (picked: Picked['panels']) => (t: number) =>
    onPick({ panels: picked, group: security, fromMs: t, toMs: t + stepMs });
  const choice = (
    <Choice
      legend="Length of a candle"
      name="step"
      value={shown}
      onChange={onStep}
      options={steps.map(({ name, label: text }) => ({ value: name, label: text }))}
    />
  );
  return (
    <div className="panels security-charts">
      {market === 'xetra' && (
        <figure className="panel wide" data-chart="candles">
          <figcaption className="panel-head">
            <h3>{security}: open, high, low and close</h3>
            <div className="candle-head">
              {choice}
              <PanelFigure label="last" value={last?.close} unit="price" />
            </div>
          </figcaption>
          <div className="plot">
            {candles.length === 0 ? (
              <p className="plot-note">No trades of {security} yet.</p>
            ) : (
              <CandleChart
                candles={candles}
                span={view}
                zone={zone}
                label={`Prices of ${security}: ${candles.length} candles of ${label}, last ${last?.close}. Arrow keys read them one by one, Enter proves one.`}
                onPick={pick(panelsOf(panels.candles))}
              />
            )}
          </div>
        </figure>
      )}
      {parts.map((part, index) => {
        const points = sumsOfBars(bars, part, stepMs);
        const panel = panels[part];
        const name = `${partNames[part]} of ${security}`;
        return (
          <figure key={part} className="panel wide short" data-chart={part}>
            <figcaption className="panel-head">
              <h3>
                {name} per {label}
              </h3>
              {market === 'eurex' && index === 0 && choice}
            </figcaption>
            <div className="plot">
              {points.length === 0 ? (
                <p className="plot-note">No trades of {security} yet.</p>
              ) : (
                <WindowChart
                  panel={panel}
                  view={{ ...view, points }}
                  zone={zone}
                  label={`${name} per ${label}: ${points.length} bars. Arrow keys read them one by one, Enter proves one.`}
                  onPick={pick([panel])}
                />
              )}
            </div>
          </figure>
        );
      })}
      <TableFold title={security} name="Every minute" framed>
        <BarsTable {...{ market, security, bars, zone }} />
      </TableFold>
    </div>
  );
}
