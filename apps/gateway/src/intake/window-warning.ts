import type { FieldError } from '@weir/schemas';
import type { StreamDefinition } from '@weir/streams';

const longestWindows = new WeakMap<StreamDefinition, number>();

function longestWindowOf(stream: StreamDefinition): number {
  let longest = longestWindows.get(stream);
  if (longest === undefined) {
    longest = Math.max(...stream.metrics.map(({ windowMs }) => windowMs));
    longestWindows.set(stream, longest);
  }
  return longest;
}

/**
 * What the sender of an accepted event should know: that no window will count it. Judged by the gateway's clock, as if
 * live events flowed; the windows themselves judge by event time (docs/architecture.md, rules 3 and 4). A run has a
 * clock of its own, so there nothing is late by ours.
 */
export function windowWarning(
  stream: StreamDefinition,
  timeMs: number,
  run: string,
  nowMs: number,
): FieldError | undefined {
  const path = `/${stream.time}`;
  if (timeMs > nowMs + stream.maxAheadMs) {
    const ahead = Math.round((timeMs - nowMs) / 1000);
    return { path, message: `stored, but counted in no window: it is ${ahead} s ahead of the clock` };
  }
  if (run !== '') return undefined;
  const longest = longestWindowOf(stream);
  const end = Math.floor(timeMs / longest) * longest + longest;
  if (end + stream.graceMs > nowMs) return undefined;
  return {
    path,
    message: 'stored, but counted in no window: too old for live events; use a run (POST /v1/runs)',
  };
}
