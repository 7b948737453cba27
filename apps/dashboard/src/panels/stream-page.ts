import type { StreamDefinition } from '@weir/streams';
import { candleFamilyOf } from './candle-family.ts';
import { sectionOf, type StreamSection } from './panel.ts';

/** Everything that a stream's own page shows: all its metrics, prices together as candles. */
export function streamPageSection(stream: StreamDefinition): StreamSection {
  const candles = candleFamilyOf(stream);
  const inCandles = new Set(Object.values(candles ?? {}).map(({ metric }) => metric));
  const metrics = stream.metrics.filter(({ name }) => !inCandles.has(name));
  const live = metrics.filter(({ by }) => by.length === 0);
  const grouped = metrics.filter(({ by }) => by.length > 0);
  return { ...sectionOf(stream, [...live, ...grouped]), ...(candles === undefined ? {} : { candles }) };
}

/** The schema's fields in order, for tables of events. */
export const fieldsOf = (stream: StreamDefinition): readonly string[] =>
  stream.schema.fields.map(({ name }) => name);
