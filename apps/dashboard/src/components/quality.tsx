'use client';

import { useSearchParams } from 'next/navigation';
import { formatValue } from '../format/number-format.ts';
import { formatInstant, type Zone } from '../format/time-format.ts';
import { useLive } from '../live/live-store.ts';
import type { Panel } from '../panels/panel.ts';
import { byReason, reasonWords } from '../panels/reasons.ts';
import { useRejections } from '../panels/use-rejections.ts';
import { useZone } from '../preferences/use-zone.ts';
import type { RejectionPoint } from '../queries/rejections.ts';
import { rangeBounds } from '../range/time-range.ts';
import { useRange } from '../range/use-range.ts';
import { wordsFor } from './overview.tsx';
import { PauseButton } from './pause-button.tsx';
import { RangePicker } from './range-picker.tsx';
import { lazyComponent } from './lazy-component.tsx';
import { Skeleton } from './skeleton.tsx';
import { PanelFigure } from './panel-figure.tsx';

const StackedChart = lazyComponent(
  () => import('../chart/stacked-chart.tsx').then((module) => module.StackedChart),
  Skeleton,
);

interface QualityProps {
  readonly streams: readonly {
    readonly name: string;
    readonly title: string;
    /** Without an id nothing is a duplicate of anything. */
    readonly hasId: boolean;
  }[];
}

/** What was not counted, by stream and reason over time, and the newest of them one by one. */
export function Quality({ streams }: QualityProps) {
  const { nowMs } = useLive();
  const [range, setRange] = useRange();
  const [zone] = useZone();
  const asked = useSearchParams().get('stream') ?? '';
  const stream = streams.some(({ name }) => name === asked) ? asked : '';
  const { stepMs, answer } = useRejections(stream, range, nowMs);
  const words = wordsFor(range, zone, nowMs > 0);
  const span = { ...rangeBounds(range, stepMs, nowMs), stepMs };
  const shown = streams.filter(({ name }) => stream === '' || name === stream);
  const points = answer.value?.points ?? [];
  const known = Object.keys(reasonWords);
  const reasons = [...new Set([...known, ...points.map(({ reason }) => reason)])].sort(byReason);
  return (
    <>
      <div className="toolbar">
        <div className="toolbar-range">
          <RangePicker nowMs={nowMs} />
          <PauseButton />
        </div>
        {stream !== '' && <a href="/quality">All streams</a>}
      </div>
      {answer.error !== undefined && <p className="notice warn">{answer.error}</p>}
      <section className="block" aria-labelledby="sums-title">
        <h2 id="sums-title" className="block-title">
          Not counted in the {words}
        </h2>
        <div
          className="card scroll"
          tabIndex={0}
          role="region"
          aria-label="Events not counted, by stream and reason"
        >
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">Stream</th>
                {reasons.map((reason, index) => (
                  <th key={reason} scope="col" className="number" title={reasonWords[reason]}>
                    {/* The colour that it has in the charts below. */}
                    <span className={`swatch group-${index + 1}`} aria-hidden="true" />
                    {reason}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(({ name, title, hasId }) => (
                <tr key={name} data-quality={name}>
                  <th scope="row">
                    <a href={`/streams/${name}`}>{title}</a>
                  </th>
                  {reasons.map((reason) => (
                    <td key={reason} className="number" data-reason={reason}>
                      {answer.value === undefined || (reason === 'duplicate' && !hasId)
                        ? '–'
                        : formatValue(countOf(points, name, reason), 'events')}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <div className="panels quality-panels">
        {shown
          .filter(({ name }) => points.some((point) => point.stream === name))
          .map(({ name, title }) => (
            <QualityChart
              key={name}
              {...{ name, title, span, zone, words, reasons }}
              points={points.filter((point) => point.stream === name)}
              onPick={(t) => setRange({ kind: 'fixed', fromMs: t, toMs: t + stepMs })}
            />
          ))}
      </div>
      <section className="block" aria-labelledby="newest-title">
        <h2 id="newest-title" className="block-title">
          The newest of them
        </h2>
        <div
          className="card scroll events-card"
          tabIndex={0}
          role="region"
          aria-label="Newest events not counted"
        >
          {answer.value?.newest.length === 0 && (
            <p className="quiet">None in the {words}: every event was counted.</p>
          )}
          {answer.value !== undefined && answer.value.newest.length > 0 && (
            <table className="data-table">
              <thead>
                <tr>
                  <th scope="col">When{zone === 'utc' ? ' (UTC)' : ''}</th>
                  <th scope="col">Stream</th>
                  <th scope="col">Reason</th>
                  <th scope="col">Record</th>
                  <th scope="col">Detail</th>
                </tr>
              </thead>
              <tbody>
                {answer.value.newest.map(({ atMs, stream: from, reason, origin, id, detail }) => (
                  <tr key={origin}>
                    <td>{formatInstant(atMs, zone)}</td>
                    <td>{from}</td>
                    <td>
                      <span className="tag warn">{reason}</span>
                    </td>
                    <td>
                      <a href={`/follow?${followQuery(from, origin, id)}`}>{origin}</a>
                    </td>
                    <td className="detail">{detail}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      </section>
    </>
  );
}

const countOf = (points: readonly RejectionPoint[], stream: string, reason: string): number =>
  points
    .filter((point) => point.stream === stream && point.reason === reason)
    .reduce((sum, { events }) => sum + events, 0);

function followQuery(stream: string, origin: string, id: string | undefined): string {
  if (id !== undefined) return new URLSearchParams({ stream, id }).toString();
  const [, partition = '', offset = ''] = /-(\d+)-(\d+)$/.exec(origin) ?? [];
  return new URLSearchParams({ stream, partition, offset }).toString();
}

interface QualityChartProps {
  readonly name: string;
  readonly title: string;
  readonly span: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number };
  readonly zone: Zone;
  readonly words: string;
  readonly reasons: readonly string[];
  readonly points: readonly RejectionPoint[];
  readonly onPick: (t: number) => void;
}

function QualityChart({ name, title, span, zone, words, reasons, points, onPick }: QualityChartProps) {
  const panel: Panel = {
    id: `${name}.rejected`,
    stream: name,
    metric: 'rejected',
    kind: 'count',
    title: `${title}: not counted`,
    unit: 'events',
    chart: 'stacked',
    windowMs: span.stepMs,
    rollup: 'sum',
    by: ['reason'],
  };
  const total = points.reduce((sum, { events }) => sum + events, 0);
  return (
    <figure className="panel" data-series={panel.id}>
      <figcaption className="panel-head">
        <h3>{panel.title}</h3>
        <PanelFigure label="total" value={total} unit="events" />
      </figcaption>
      <div className="plot">
        <StackedChart
          panel={panel}
          span={span}
          groups={reasons}
          points={points.map(({ t, reason, events }) => ({
            t,
            value: events,
            events,
            final: true,
            group: reason,
          }))}
          names={(reason) => reason ?? ''}
          zone={zone}
          label={`${panel.title} in the ${words}: ${total} events. The table above has the same by reason.`}
          onPick={({ t }) => onPick(t)}
        />
      </div>
    </figure>
  );
}
