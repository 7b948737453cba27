import { createReadStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { BadHeader, headerOf, putInOrder, textLines, type Market } from '@weir/markets';

/**
 * Joins files of a market into one with one header, in the order given; columns in another order are put right. The
 * file gets its name when it is whole. Gives the number of its rows; with none there is no file.
 */
export async function joinFiles(market: Market, sources: readonly string[], target: string): Promise<number> {
  const out = await open(`${target}.new`, 'w');
  let rows = 0;
  try {
    await out.writeFile(`${headerOf(market)}\n`);
    for (const source of sources) {
      let ordered: ((line: string) => string) | undefined;
      for await (const lines of textLines(createReadStream(source) as AsyncIterable<Uint8Array>)) {
        const isFirst = ordered === undefined;
        try {
          ordered ??= putInOrder(market, lines[0] ?? '');
        } catch (error) {
          throw error instanceof BadHeader ? new BadHeader(`${basename(source)}: ${error.message}`) : error;
        }
        const kept = (isFirst ? lines.slice(1) : lines).filter((line) => line.trim() !== '').map(ordered);
        rows += kept.length;
        if (kept.length > 0) await out.writeFile(`${kept.join('\n')}\n`);
      }
    }
  } finally {
    await out.close();
  }
  if (rows > 0) await rename(`${target}.new`, target);
  return rows;
}
