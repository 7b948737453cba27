import type { StreamDefinition } from '@weir/streams';

/**
 * By brute force: the first offset of a partition that an open window still needs when the records below `position`
 * were read. `times` are the event times (epoch ms) of the partition's records, by offset; none of them is late or twice.
 */
export function neededOffset(stream: StreamDefinition, times: readonly number[], position: number): number {
  const read = times.slice(0, position);
  const clockMs = read.reduce((clock, timeMs) => Math.max(clock, timeMs), 0);
  const isOpen = (timeMs: number) =>
    stream.metrics.some(({ windowMs }) => timeMs - (timeMs % windowMs) + windowMs + stream.graceMs > clockMs);
  const first = read.findIndex(isOpen);
  return first < 0 ? position : first;
}
