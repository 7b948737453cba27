import type { StreamDefinition } from '@weir/streams';
import { usageError } from '../cli-error.ts';
import { generatorFor } from '../generators/registry.ts';
import { createBatchSource, type BatchSource } from './batch-source.ts';
import { createRandom } from './random.ts';
import { createShuffle } from './shuffle.ts';
import { createFixedTimeline, createLiveTimeline, createPacedTimeline, type Timeline } from './timeline.ts';

/** What is to be generated. */
export interface GeneratePlan {
  readonly stream: StreamDefinition;
  /** 0 for endless. */
  readonly count: number;
  readonly batchSize: number;
  /** Events a second: of wall time when live, of event time with `startMs`. */
  readonly rate?: number | undefined;
  readonly seed?: number | undefined;
  readonly users: number;
  readonly shuffleMs: number;
  /** Event time of the first event; absent for live times. */
  readonly startMs?: number | undefined;
  readonly realSize: boolean;
  readonly force: boolean;
}

/** Event times advance by a millisecond an event when nobody says otherwise. */
const fixedRate = 1_000;
const tickMs = 10;

function timelineOf({ startMs, rate }: GeneratePlan): Timeline {
  if (startMs !== undefined) return createFixedTimeline({ startMs, rate: rate ?? fixedRate });
  return rate === undefined ? createLiveTimeline() : createPacedTimeline({ startMs: Date.now(), rate });
}

export function checkShuffle({ stream, shuffleMs, force }: GeneratePlan): void {
  if (shuffleMs <= stream.graceMs || force) return;
  throw usageError(
    `--shuffle ${shuffleMs} is more than the grace of ${stream.name} (${stream.graceMs} ms): events displaced that far` +
      ' are late and counted in no window. Use less, or --force to see just that',
  );
}

/** The events of a plan, ready to be taken batch by batch. The same seed and start give the same lines. */
export function batchesOf(plan: GeneratePlan, signal?: AbortSignal): BatchSource {
  const { stream, count, batchSize, seed, users, shuffleMs, startMs, realSize } = plan;
  return createBatchSource({
    nextEvent: generatorFor(stream).create({ random: createRandom(seed), users, realSize }),
    timeline: timelineOf(plan),
    shuffle: createShuffle({
      random: createRandom(seed, 1),
      maxMs: shuffleMs,
      towards: startMs === undefined ? 'past' : 'future',
    }),
    count: count === 0 ? Infinity : count,
    batchSize,
    tickMs,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** How far lanes may run apart (ms of event time): half of what the grace leaves, for others delay events too. */
export const orderBoundMs = ({ stream, shuffleMs }: GeneratePlan): number =>
  Math.max(0, stream.graceMs - shuffleMs) / 2;
