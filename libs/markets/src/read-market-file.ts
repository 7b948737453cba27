import { parse } from 'csv-parse/sync';
import { createJsonReader, type FieldError } from '@weir/schemas';
import { streamByName } from '@weir/streams';
import { BadHeader, marketOfHeader } from './market-of-header.ts';
import type { Market } from './market.ts';
import { rowToEvent, type Event } from './row-to-event.ts';
import { textLines } from './text-lines.ts';

/** One row of a file with the line (from 1) where it stands: an event, or what is wrong with it. */
export type Row =
  | { readonly ok: true; readonly line: number; readonly timeMs: number; readonly event: Event }
  | { readonly ok: false; readonly line: number; readonly errors: readonly FieldError[] };

export interface MarketFile {
  readonly market: Market;
  readonly header: readonly string[];
  /** Every row after the line `afterLine`, in the file's order, in bunches. Blank lines are no rows. */
  rows(afterLine?: number): AsyncGenerator<readonly Row[]>;
}

interface Cells {
  readonly line: number;
  readonly cells: readonly string[] | { readonly problem: string };
}

const bunchLines = 1_000;
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** One line by itself: what is wrong with it stays with it. */
function cellsOfLine(text: string, line: number): Cells {
  try {
    const [cells = []] = parse(text, { relax_column_count: true });
    return { line, cells };
  } catch (error) {
    return { line, cells: { problem: `is no CSV: ${messageOf(error).replace(/ (at|on) line \d+/g, '')}` } };
  }
}

/** Many lines at once, which is fast; where anything is odd about one of them, each by itself. */
function cellsOf(lines: readonly string[], firstLine: number, width: number): Cells[] {
  try {
    const records = parse(lines.join('\n'), { relax_column_count: true, skip_empty_lines: true, info: true });
    const read = (records as unknown as { record: string[]; info: { lines: number } }[]).map(
      ({ record, info }) => ({ line: firstLine + info.lines - 1, cells: record }),
    );
    if (read.every(({ cells }) => cells.length === width)) return read;
  } catch {
    // told below, for the line that it is about
  }
  return lines.flatMap((text, index) => (text.trim() === '' ? [] : [cellsOfLine(text, firstLine + index)]));
}

/** Cells → row, checked by the gateway's own rules, so that every bad row is known with its line. */
function rowReader(market: Market, header: readonly string[]): (cells: Cells) => Row {
  const stream = streamByName(market.name);
  if (stream === undefined) throw new Error(`there is no stream ${market.name}`);
  const read = createJsonReader<Record<string, unknown>>(stream.schema, stream.json);
  const places = new Map(header.map((column, index) => [column, index]));
  return ({ line, cells }) => {
    if ('problem' in cells) return { ok: false, line, errors: [{ path: '', message: cells.problem }] };
    if (cells.length !== header.length) {
      const message = `has ${cells.length} cells where the header has ${header.length} columns`;
      return { ok: false, line, errors: [{ path: '', message }] };
    }
    const event = rowToEvent(market, (column) => cells[places.get(column) ?? -1] ?? '');
    const reading = read(event);
    if (!reading.ok) return { ok: false, line, errors: reading.errors };
    return { ok: true, line, timeMs: Number(reading.event[stream.time]), event };
  };
}

/**
 * Opens a CSV file of a market: quoted commas, a BOM, CRLF, empty cells, further and reordered columns. Which market it
 * is, its header says; throws `BadHeader` where that is none, or not the `wanted` one. A bad row is a value, never fatal.
 */
export async function readMarketFile(
  chunks: AsyncIterable<Uint8Array>,
  wanted?: Market,
): Promise<MarketFile> {
  const bunches = textLines(chunks);
  const first = await bunches.next();
  const lines = first.done === true ? [] : first.value;
  const head = cellsOfLine(lines[0] ?? '', 1).cells;
  if ('problem' in head) throw new BadHeader(`the first line ${head.problem}`);
  const header = head.map((name) => name.trim());
  if (header.join('') === '') throw new BadHeader('the file is empty: it has no header');
  const market = marketOfHeader(header, wanted);
  const toRow = rowReader(market, header);

  async function* remainingLines(): AsyncGenerator<readonly string[]> {
    yield lines.slice(1);
    yield* bunches;
  }

  return {
    market,
    header,
    async *rows(afterLine = 1) {
      let line = 2;
      for await (const bunch of remainingLines()) {
        for (let at = 0; at < bunch.length; at += bunchLines) {
          const some = bunch.slice(at, at + bunchLines);
          const from = line;
          line += some.length;
          if (line - 1 <= afterLine) continue;
          const passed = Math.max(0, afterLine + 1 - from);
          yield cellsOf(some.slice(passed), from + passed, header.length).map(toRow);
        }
      }
    },
  };
}
