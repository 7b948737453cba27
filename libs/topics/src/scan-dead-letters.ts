import { readLog, type KafkaConnection } from '@weir/kafka';
import { readDeadLetter, type DeadLetter } from './dead-letter.ts';

/** The gateway's compacted topic of dead letters that were sent again, by origin (docs/adr/0015). */
export const redrivesTopic = 'redrives';

export interface Redriven {
  readonly at: string;
  readonly run: string;
}

export interface DeadLetterScan {
  /** Topics that exist, see `deadLetterTopics`. */
  readonly topics: readonly string[];
  /** Any of these; absent: all. */
  readonly reasons?: readonly string[] | undefined;
  /** Records appended then or later, and before (epoch ms). */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Told now and then how many dead letters were read. */
  readonly onProgress?: (read: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * All dead letters that fit, oldest first within a topic, each origin once (the aggregator may write a letter twice
 * around a crash). Without a consumer group.
 */
export async function* scanDeadLetters(
  connection: KafkaConnection,
  { topics, reasons, fromMs, toMs, onProgress, signal }: DeadLetterScan,
): AsyncGenerator<DeadLetter> {
  const origins = new Set<string>();
  let read = 0;
  for (const topic of topics) {
    // A letter is appended after the record that it tells of, so nothing that fits lies before this time.
    const from = fromMs === undefined ? 'beginning' : { timestampMs: fromMs };
    for await (const { partition, records } of readLog({ ...connection, topic, from, until: 'end' })) {
      for (const record of records) {
        if (signal?.aborted) return;
        read += 1;
        const letter = readDeadLetter(topic, partition, record);
        if (reasons !== undefined && !reasons.includes(letter.reason)) continue;
        if (letter.at < (fromMs ?? -Infinity) || letter.at >= (toMs ?? Infinity)) continue;
        if (origins.has(letter.origin)) continue;
        origins.add(letter.origin);
        yield letter;
      }
      onProgress?.(read);
    }
  }
}

/** Which dead letters were sent again, when, and to which run; by origin. `only` bounds what is kept in memory. */
export async function readRedriven(
  connection: KafkaConnection,
  only?: ReadonlySet<string>,
): Promise<Map<string, Redriven>> {
  const found = new Map<string, Redriven>();
  for await (const { records } of readLog({
    ...connection,
    topic: redrivesTopic,
    from: 'beginning',
    until: 'end',
  })) {
    for (const { key, value } of records) {
      const origin = String(key);
      if (value === null || only?.has(origin) === false) continue;
      const { at = '', run_id: run = '' } = JSON.parse(value.toString()) as { at?: string; run_id?: string };
      found.set(origin, { at, run });
    }
  }
  return found;
}
