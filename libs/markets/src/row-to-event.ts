import type { Column, Market } from './market.ts';

export type Event = Record<string, string | number | null>;

/** `20170915` → `2017-09-15`; what is no such thing stays as it is, for the reader of the schema to refuse. */
const asDay = (cell: string): string => cell.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

function value(kind: Column['kind'], cell: string): string | number | null {
  if (cell === '' && (kind === 'maybe' || kind === 'maybe-whole' || kind === 'day')) return null;
  if (kind === 'day') return asDay(cell);
  // Whole numbers are written as 3 or 3.0; anything else goes on as text and is refused with its field's name.
  if (kind === 'whole' || kind === 'maybe-whole') return /^\d+(\.0*)?$/.test(cell) ? Number(cell) : cell;
  return cell;
}

/** Date and Time of a row, both UTC (`7:03` and `07:03:00` too) → ISO 8601. */
const timeOf = (date: string, time: string): string =>
  `${date.trim()}T${time.trim().padStart(5, '0')}${/^\d?\d:\d\d$/.test(time.trim()) ? ':00' : ''}Z`;

/** A row's cells by column → the event as the gateway takes it. Text keeps its runs of spaces, numbers their digits. */
export function rowToEvent({ columns }: Market, cell: (column: string) => string): Event {
  const event: Event = {};
  for (const { column, field, kind } of columns) {
    if (field !== undefined) event[field] = value(kind, kind === 'text' ? cell(column) : cell(column).trim());
  }
  event['traded_at'] = timeOf(cell('Date'), cell('Time'));
  return event;
}
