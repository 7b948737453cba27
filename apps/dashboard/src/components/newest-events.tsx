'use client';

import { formatInstant, type Zone } from '../format/time-format.ts';
import { useAnswer } from '../panels/use-answer.ts';
import type { EventRow } from '../queries/event-row.ts';
import { DataTable } from './data-table.tsx';

const everyMs = 2_000;
const mostText = 60;

const shorten = (text: string | null | undefined) =>
  text == null ? '' : text.length > mostText ? `${text.slice(0, mostText)}…` : text;

interface NewestEventsProps {
  readonly stream: string;
  /** Fields in the schema's order. */
  readonly fields: readonly string[];
  readonly nowMs: number;
  readonly zone: Zone;
}

/** The events that arrived last, as they are stored. Each leads to its own story. */
export function NewestEvents({ stream, fields, nowMs, zone }: NewestEventsProps) {
  const key = nowMs === 0 ? undefined : stream;
  const { value, error } = useAnswer<{ events: readonly EventRow[] }>(
    key,
    () => `/api/events?stream=${stream}`,
    everyMs,
  );
  const columns = [
    ...new Set([...fields, ...(value?.events.flatMap(({ fields }) => Object.keys(fields)) ?? [])]),
  ];
  const shown = columns.filter((name) =>
    value?.events.some((event) => (event.fields[name] ?? null) !== null),
  );
  return (
    <section className="block" aria-labelledby="newest-title">
      <h2 id="newest-title" className="block-title">
        Newest events
      </h2>
      {error !== undefined && <p className="notice warn">{error}</p>}
      <DataTable
        label="Table of the newest events"
        className="events-card"
        columns={[`Arrived${zone === 'utc' ? ' (UTC)' : ''}`, 'Partition · offset', ...shown]}
        empty={
          value === undefined ? (
            <></>
          ) : value.events.length === 0 ? (
            <p className="quiet">No event is stored yet.</p>
          ) : undefined
        }
      >
        {value?.events.map((event) => (
          <tr key={`${event.partition}-${event.offset}`}>
            <td>{formatInstant(event.appendedMs, zone)}</td>
            <td>
              <a href={`/follow?stream=${stream}&partition=${event.partition}&offset=${event.offset}`}>
                {event.partition} · {event.offset}
              </a>
            </td>
            {shown.map((name) => (
              <td key={name} className="mono" title={event.fields[name] ?? undefined}>
                {shorten(event.fields[name])}
              </td>
            ))}
          </tr>
        ))}
      </DataTable>
    </section>
  );
}
