import { readLog, type KafkaAdmin, type KafkaConnection } from '@weir/kafka';
import { createCodec, runSchema, wireFormat, type Run } from '@weir/schemas';

/** Kafka topic of the runs; compacted, one record a run. */
const runsTopic = 'runs';

/** A run that will bring no more events. */
export interface FinishedRun {
  /** Epoch ms. */
  readonly at: number;
  /**
   * The end of each partition's log (offset by partition) at a moment after the run was finished: whoever has read up
   * to there has read all of the run.
   */
  readonly logEnds: ReadonlyMap<number, number>;
}

export type FinishedRuns = ReadonlyMap<string, FinishedRun>;

export interface FinishedRunsOptions extends KafkaConnection {
  readonly admin: Pick<KafkaAdmin, 'topicOffsets'>;
  /** Topic of a stream; undefined for a stream that is not known (any more). */
  readonly topicOf: (stream: string) => string | undefined;
  readonly onError: (error: unknown) => void;
}

/** Follows the `runs` topic: run id → how it was finished, kept up to date until `stop`. */
export function followFinishedRuns(options: FinishedRunsOptions): {
  finishedRuns: FinishedRuns;
  stop: () => Promise<void>;
} {
  const { admin, topicOf, log } = options;
  const codec = createCodec<Run>(runSchema);
  const finishedRuns = new Map<string, FinishedRun>();
  const reader = readLog({ ...options, topic: runsTopic, from: 'beginning', until: 'follow' });

  const read = (value: Buffer | null): Run | undefined => {
    if (value === null) return undefined;
    try {
      return codec.decode(value, wireFormat.bodyStart);
    } catch {
      // It would only have hastened what silence does too.
      log.warn('a record of the runs topic is no run; passed over');
      return undefined;
    }
  };

  const follow = async () => {
    for await (const { records } of reader) {
      const runs = records.map(({ value }) => read(value)).filter((run) => run !== undefined);
      const logEnds = new Map<string, ReadonlyMap<number, number>>();
      for (const { run_id, stream, finished_at } of runs) {
        const topic = topicOf(stream);
        if (finished_at === null || topic === undefined) continue;
        // Asked after the run was finished, once for all runs of the stream in these records.
        const ends =
          logEnds.get(stream) ??
          new Map((await admin.topicOffsets(topic)).map(({ partition, high }) => [partition, high]));
        logEnds.set(stream, ends);
        finishedRuns.set(run_id, { at: finished_at, logEnds: ends });
      }
    }
  };
  follow().catch(options.onError);
  return { finishedRuns, stop: () => reader.stop() };
}
