import { streams, type MetricDefinition, type StreamDefinition } from '@weir/streams';
import { sectionOf, type StreamSection } from './panel.ts';

/** Metrics with one value a window: the live stream carries them. Groups are asked for by those who look at them. */
export const liveMetrics = (stream: StreamDefinition): readonly MetricDefinition[] =>
  stream.metrics.filter((metric) => metric.by.length === 0);

const mostGrouped = 2;

/** What the overview shows of a stream: its live metrics and the groups of one; two where there is nothing else. */
export function overviewMetrics(stream: StreamDefinition): readonly MetricDefinition[] {
  const live = liveMetrics(stream);
  const grouped = stream.metrics.filter(
    ({ by, kind }) => by.length > 0 && (kind === 'sum' || kind === 'count'),
  );
  return [...live, ...grouped.slice(0, live.length > 0 ? 1 : mostGrouped)];
}

/** The overview's charts, in the registry's order. A new stream appears here by being in the registry. */
export const overviewSections = (): readonly StreamSection[] =>
  streams.map((stream) => sectionOf(stream, overviewMetrics(stream)));
