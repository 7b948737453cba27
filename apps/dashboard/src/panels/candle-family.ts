import type { MetricDefinition, StreamDefinition } from '@weir/streams';
import type { CandleFamily } from './candles.ts';
import { panelOf } from './panel.ts';

const kinds = { open: 'first', high: 'max', low: 'min', close: 'last' } as const;

/** The candles that a stream's metrics make, if they do. */
export function candleFamilyOf(stream: StreamDefinition): CandleFamily | undefined {
  for (const first of stream.metrics.filter(({ kind }) => kind === 'first')) {
    const sameGroups = (metric: MetricDefinition) =>
      metric.windowMs === first.windowMs &&
      metric.unit === first.unit &&
      metric.by.join() === first.by.join();
    const find = (kind: MetricDefinition['kind']) =>
      stream.metrics.find((metric) => metric.kind === kind && sameGroups(metric));
    const [high, low, close] = [find(kinds.high), find(kinds.low), find(kinds.close)];
    if (high === undefined || low === undefined || close === undefined) continue;
    return {
      open: panelOf(stream, first),
      high: panelOf(stream, high),
      low: panelOf(stream, low),
      close: panelOf(stream, close),
    };
  }
  return undefined;
}
