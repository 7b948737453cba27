import { createReadStream } from 'node:fs';
import { readMarketFile, textLines, type Market } from '@weir/markets';

/** What a CSV file holds. */
export interface Inspection {
  readonly market: Market;
  readonly columns: number;
  /** Bad ones too. */
  readonly rows: number;
  /** Of the first good row; undefined when there is none among the first. */
  readonly date: string | undefined;
}

const headBytes = 100_000;

/** Looks at a file's beginning, and counts its lines. Throws `BadHeader`. */
export async function inspectFile(path: string): Promise<Inspection> {
  const head = createReadStream(path, { end: headBytes - 1 });
  const { market, header, rows } = await readMarketFile(head as AsyncIterable<Uint8Array>);
  let date: string | undefined;
  for await (const bunch of rows()) {
    const good = bunch.find((row) => row.ok);
    if (good?.ok) date ??= new Date(good.timeMs).toISOString().slice(0, 10);
  }
  let lines = 0;
  for await (const some of textLines(createReadStream(path) as AsyncIterable<Uint8Array>)) {
    for (const line of some) if (line.trim() !== '') lines += 1;
  }
  return { market, columns: header.length, rows: lines - 1, date };
}
