import { stringify } from 'csv-stringify/sync';
import type { BrowsedRecord } from './browsed-record.ts';

const iso = (ms: number) => new Date(ms).toISOString();

const valueText = ({ value, text, hex }: BrowsedRecord): string =>
  value === undefined ? (text ?? (hex === undefined ? '' : `0x${hex}`)) : JSON.stringify(value);

/** A record as the API shows it. */
export const recordJson = (record: BrowsedRecord) => ({
  partition: record.partition,
  offset: record.offset,
  time: iso(record.timestamp),
  key: record.key,
  headers: record.headers,
  bytes: record.bytes,
  format: record.format,
  ...(record.schemaId === undefined ? {} : { schema_id: record.schemaId }),
  ...(record.value === undefined ? {} : { value: record.value }),
  ...(record.text === undefined ? {} : { text: record.text }),
  ...(record.hex === undefined ? {} : { hex: record.hex }),
  ...(record.error === undefined ? {} : { error: record.error }),
  ...(record.masked ? { masked: true } : {}),
});

/** CSV with a header. Cells that a spreadsheet would take for a formula begin with an apostrophe. */
export const recordsCsv = (records: readonly BrowsedRecord[]): string =>
  stringify(
    records.map((record) => [
      record.partition,
      record.offset,
      iso(record.timestamp),
      record.key,
      record.format,
      valueText(record),
      JSON.stringify(record.headers),
      record.error ?? '',
    ]),
    {
      header: true,
      columns: ['partition', 'offset', 'time', 'key', 'format', 'value', 'headers', 'error'],
      escape_formulas: true,
    },
  );
