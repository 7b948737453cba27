import type { QueryParameters } from '@weir/clickhouse';
import type { Scope } from './judged-rows.ts';

/** An offset of one partition and run. */
export interface RunOffset {
  readonly runId: string;
  readonly partition: number;
  readonly offset: number;
}

/** Rule 5: after a silence, or the end of a run, its windows that end by `endMs` may have been closed for good. */
export interface Silence extends RunOffset {
  readonly endMs: number;
}

/** Stands in arrays that must not be empty. */
const noPartition = 4_294_967_295;

/** A range of windows of one metric, with all that a query about it must know from elsewhere. Times are epoch ms. */
export interface Slice {
  /** Windows that start in [fromMs, toMs); both are window starts. */
  readonly fromMs: number;
  readonly toMs: number;
  /** From here on the closings are not read but come as `carry`: the first offset of each run and partition. */
  readonly horizonMs: number;
  readonly carry: readonly RunOffset[];
  /** Append times of the events of the range: narrows the search for their dead letters. */
  readonly appendedFromMs: number;
  readonly appendedToMs: number;
  /** What arrived at the broker until then must have been counted, and its dead letters stored. */
  readonly settledMs: number;
  /** When the metric was first published (epoch ms), if others of the stream were long before; else 0. */
  readonly knownFromMs: number;
  /** The greatest stored offset of each partition, known before the query. */
  readonly stored: ReadonlyMap<number, number>;
  /** Offsets that were waited for: a value that counts a later one which is not stored either is left for later. */
  readonly awaited: ReadonlyMap<number, number>;
  readonly silences: readonly Silence[];
}

/** Names and values of a query's placeholders. */
export function sliceParameters({ stream, metric, run, group }: Scope, slice: Slice): QueryParameters {
  const { awaited, carry, silences, stored } = slice;
  return {
    stream: stream.name,
    metric: metric.name,
    size: metric.windowMs,
    grace: stream.graceMs,
    max_ahead: stream.maxAheadMs,
    max_groups: stream.maxGroups,
    from: slice.fromMs,
    to: slice.toMs,
    horizon: slice.horizonMs,
    carry_runs: carry.map(({ runId }) => runId),
    carry_partitions: carry.map(({ partition }) => partition),
    carry_offsets: carry.map(({ offset }) => offset),
    appended_from: slice.appendedFromMs,
    appended_to: slice.appendedToMs,
    settled: slice.settledMs,
    known_from: slice.knownFromMs,
    stored_partitions: [noPartition, ...stored.keys()],
    stored_offsets: [0, ...stored.values()],
    awaited_partitions: [noPartition, ...awaited.keys()],
    awaited_offsets: [0, ...awaited.values()],
    silent_runs: silences.map(({ runId }) => runId),
    silent_partitions: silences.map(({ partition }) => partition),
    silent_offsets: silences.map(({ offset }) => offset),
    silent_ends: silences.map(({ endMs }) => endMs),
    ...(run === undefined ? {} : { run }),
    ...(group === undefined ? {} : { group }),
  };
}
