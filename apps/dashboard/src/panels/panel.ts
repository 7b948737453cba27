import type { MetricChart, MetricDefinition, MetricKind, MetricUnit, StreamDefinition } from '@weir/streams';
import type { CandleFamily } from './candles.ts';
import { curlExample } from './curl-example.ts';
import { rollupOf, type Rollup } from './rollup.ts';

/** One chart, as plain data: what the browser needs to know of a metric, without the registry and its schemas. */
export interface Panel {
  /** `<stream>.<metric>` */
  readonly id: string;
  readonly stream: string;
  readonly metric: string;
  readonly kind: MetricKind;
  readonly title: string;
  readonly unit: MetricUnit;
  readonly chart: MetricChart;
  readonly windowMs: number;
  readonly rollup: Rollup;
  /** Fields that the metric is grouped by; empty for one value a window. */
  readonly by: readonly string[];
}

/** A stream with the charts that a page shows of it. */
export interface StreamSection {
  readonly stream: string;
  readonly title: string;
  readonly description: string;
  /** How long after its end a window still takes late events (ms). */
  readonly graceMs: number;
  /** Path that takes an event of this stream on the dashboard's own port. */
  readonly path: string;
  /** The body of a `curl` that sends one event with the current time, ready for a shell. */
  readonly curlBody: string;
  readonly panels: readonly Panel[];
  /** Four of the stream's metrics that are drawn as one chart of prices. */
  readonly candles?: CandleFamily;
}

export const panelOf = (stream: StreamDefinition, metric: MetricDefinition): Panel => ({
  id: `${stream.name}.${metric.name}`,
  stream: stream.name,
  metric: metric.name,
  kind: metric.kind,
  title: metric.title,
  unit: metric.unit,
  chart: metric.chart,
  windowMs: metric.windowMs,
  rollup: rollupOf(metric.kind),
  by: metric.by,
});

export const sectionOf = (stream: StreamDefinition, metrics: readonly MetricDefinition[]): StreamSection => ({
  stream: stream.name,
  title: stream.title,
  description: stream.description,
  graceMs: stream.graceMs,
  path: stream.alias ?? `/v1/events/${stream.name}`,
  curlBody: curlExample(stream),
  panels: metrics.map((metric) => panelOf(stream, metric)),
});
