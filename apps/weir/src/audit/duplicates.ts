import type { AuditReport } from '@weir/audit';
import { streamByName } from '@weir/streams';

/** How many records of the log are duplicates, as far as ClickHouse can know: it keeps the first copy only. */
export interface Duplicates {
  readonly duplicates: number | null;
  /** Why it is null. */
  readonly duplicates_unknown: string | null;
}

const unknown = (why: string): Duplicates => ({ duplicates: null, duplicates_unknown: why });

/** Offsets of the log with a record that is neither stored nor undecodable: copies of events that are stored. */
export function duplicatesOf({ stream, log }: AuditReport): Duplicates {
  const definition = streamByName(stream);
  if (definition?.id === undefined)
    return unknown('its events have no id, so none is a duplicate of another');
  if (log === undefined) return unknown('only an audit of the whole stream can count them');
  let duplicates = 0;
  for (const { partition, withoutEvent, undecodable, withoutRecord } of log) {
    if (withoutRecord === undefined) {
      return unknown(
        `Kafka, which alone knows which offsets are marks of transactions, does not tell: it is away, or the log of partition ${partition} no longer begins where the stored events do`,
      );
    }
    duplicates += withoutEvent - undecodable - withoutRecord;
  }
  return { duplicates, duplicates_unknown: null };
}
