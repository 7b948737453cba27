'use client';

import type { Zone } from '../format/time-format.ts';
import { useLive } from '../live/live-store.ts';
import { headlinesOf } from '../panels/headlines.ts';
import type { StreamSection as Section } from '../panels/panel.ts';
import type { TimeRange } from '../range/time-range.ts';
import { isMarket } from '../markets/market-types.ts';
import { GroupPanel } from './group-panel.tsx';
import { lazyComponent } from './lazy-component.tsx';
import { MetricPanel } from './metric-panel.tsx';
import type { Picked } from './picked.ts';
import { Skeleton } from './skeleton.tsx';

// Only streams of prices have it.
const CandlePanel = lazyComponent(
  () => import('./candle-panel.tsx').then((module) => module.CandlePanel),
  // As tall as what it stands for.
  () => (
    <figure className="panel wide" aria-busy="true">
      <figcaption className="panel-head">
        <h3>Open, high, low and close</h3>
        <div className="candle-head" />
      </figcaption>
      <div className="plot">
        <Skeleton />
      </div>
      <footer className="panel-foot">
        <p />
        <details className="table">
          <summary>Table</summary>
        </details>
      </footer>
    </figure>
  ),
);

// Only where nothing has come.
const SendFirstEvent = lazyComponent(
  () => import('./send-first-event.tsx').then((module) => module.SendFirstEvent),
  Skeleton,
);

// Only two of the streams are markets.
const ReplayTop = lazyComponent(() => import('../markets/replay-top.tsx').then((module) => module.ReplayTop));

interface StreamSectionProps {
  readonly section: Section;
  readonly range: TimeRange;
  readonly rangeWords: string;
  readonly nowMs: number;
  readonly zone: Zone;
  readonly origin: string;
  readonly alone: boolean;
  readonly onPick: (picked: Picked) => void;
  readonly onOpen: (picked: Picked) => void;
  readonly onZoom: (fromMs: number, toMs: number) => void;
}

/** A stream: what it is, how it is now, and a chart for each of its metrics. The first is the wide one. */
export function StreamSection(props: StreamSectionProps) {
  const { section, range, rangeWords, nowMs, zone, origin, alone, onPick, onOpen, onZoom } = props;
  const { state } = useLive();
  const headlines = headlinesOf(section.title, section.panels, state.series, nowMs);
  const titleId = `stream-${section.stream}`;
  return (
    <section className="stream" aria-labelledby={titleId}>
      <div className="stream-head">
        {alone ? (
          <h2 className="visually-hidden" id={titleId}>
            Metrics
          </h2>
        ) : (
          <div>
            <h2 id={titleId}>
              <a href={`/streams/${section.stream}`}>{section.title}</a>
            </h2>
            <p className="stream-description">{section.description}</p>
          </div>
        )}
        <dl className="headlines">
          {headlines.map(({ id, label, text }) => (
            <div key={id} data-headline={id}>
              <dt>{label}</dt>
              <dd>{text ?? '–'}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="panels">
        {section.candles !== undefined && (
          <CandlePanel {...{ range, rangeWords, nowMs, zone, onPick, onZoom }} family={section.candles} />
        )}
        {section.panels.map((panel, index) =>
          panel.by.length > 0 ? (
            <GroupPanel
              key={panel.id}
              {...{ panel, range, rangeWords, nowMs, zone, onPick, onOpen, onZoom }}
            />
          ) : (
            <MetricPanel
              key={panel.id}
              {...{ panel, range, rangeWords, nowMs, zone, onPick, onZoom }}
              wide={index === 0}
              empty={
                index === 0 && range.kind === 'moving' ? (
                  <SendFirstEvent section={section} origin={origin} span={rangeWords} />
                ) : undefined
              }
            />
          ),
        )}
        {/* Last: nobody knows how tall it will be before it is there. */}
        {isMarket(section.stream) && <ReplayTop market={section.stream} title={section.title} zone={zone} />}
      </div>
    </section>
  );
}
