import type { AuditReport } from '@weir/audit';
import { streamByName } from '@weir/streams';

/** How many records of the log are duplicates, as far as ClickHouse can know: it keeps the first copy only. */
export interface Duplicates {
  readonly duplicates: number | null;
  /** Why it is null. */
  readonly duplicates_unknown: string | null;
}

const unknown = (why: string): Duplicates => ({ duplicates: null, duplicates_unknown: why });

/** Offsets of the log that hold neither an event nor an undecodable record: copies of events that are stored. */
export function duplicatesOf({ stream, log }: AuditReport): Duplicates {
  const definition = streamByName(stream);
  if (definition?.id === undefined)
    return unknown('its events have no id, so none is a duplicate of another');
  if (definition.inTopic !== undefined) {
    return unknown('its topic is written in transactions, whose marks take offsets too');
  }
  if (log === undefined) return unknown('only an audit of the whole stream can count them');
  return {
    duplicates: log.reduce((sum, { withoutEvent, undecodable }) => sum + withoutEvent - undecodable, 0),
    duplicates_unknown: null,
  };
}
