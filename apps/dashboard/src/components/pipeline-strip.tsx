'use client';

import { formatRate, formatValue } from '../format/number-format.ts';
import { useLive } from '../live/live-store.ts';
import { useAnswer } from '../panels/use-answer.ts';
import { useAlerts } from '../panels/use-alerts.ts';
import type { Pipeline, StationName } from '../pipeline/pipeline.ts';

const everyMs = 2_000;
const stations: readonly { name: StationName; title: string; does: string }[] = [
  { name: 'gateway', title: 'Gateway', does: 'takes in' },
  { name: 'kafka', title: 'Kafka', does: 'keeps' },
  { name: 'aggregator', title: 'Aggregator', does: 'counts' },
  { name: 'clickhouse', title: 'ClickHouse', does: 'answers' },
];
const states = { good: 'well', warn: 'slow', bad: 'in trouble' } as const;

/** The way of an event in one row: how fast, how far behind, what was not counted, and what is wrong in words. */
export function PipelineStrip() {
  const { nowMs } = useLive();
  const { value } = useAnswer<Pipeline>(nowMs === 0 ? undefined : 'pipeline', () => '/api/pipeline', everyMs);
  const firing = useAlerts().value?.alerts.filter(({ state }) => state === 'firing') ?? [];
  const problems = value?.stations.flatMap(({ name, problem }) => (problem ? [{ name, problem }] : [])) ?? [];
  return (
    <section className="pipeline" aria-label="Pipeline">
      <ol className="stations">
        {stations.map(({ name, title, does }) => {
          const station = value?.stations.find((one) => one.name === name);
          return (
            <li key={name} className={`station ${station?.state ?? ''}`} data-station={name}>
              <p className="station-title">
                <span className="connection-dot" aria-hidden="true" />
                <b>{title}</b> <span className="quiet">{does}</span>
                {station !== undefined && <span className="visually-hidden">: {states[station.state]}</span>}
              </p>
              <p className="station-rate">
                {station?.perSecond === undefined ? (
                  <span className="quiet">
                    {station?.lagSeconds === undefined ? '–' : lagText(station.lagSeconds)}
                  </span>
                ) : (
                  <>
                    <b>{formatRate(station.perSecond)}</b> <span className="quiet">events/s</span>
                    {station.lagSeconds !== undefined && (
                      <span className="quiet"> · {lagText(station.lagSeconds)}</span>
                    )}
                  </>
                )}
              </p>
              <p className="station-facts quiet">
                {station?.facts.map(({ label, value: count }) => (
                  <span key={label} data-fact={label}>
                    {formatValue(count, 'events')} {label}
                  </span>
                ))}
              </p>
            </li>
          );
        })}
      </ol>
      <div role="status" className="pipeline-problems">
        {problems.map(({ name, problem }) => (
          <p key={name} className="notice warn">
            {problem}
          </p>
        ))}
        {firing.map(({ name, condition, summary }) => (
          <p key={name} className="notice warn">
            Alert <a href="/alerts">{name}</a>: {condition}
            {summary !== undefined && ` (${summary})`}.
          </p>
        ))}
      </div>
    </section>
  );
}

const lagText = (seconds: number): string => (seconds < 1 ? 'up to date' : `${formatRate(seconds)} s behind`);
