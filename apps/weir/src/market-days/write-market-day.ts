import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { headerOf, hourKey, type Market } from '@weir/markets';
import { marketDay } from './market-day.ts';

export interface MarketDayPlan {
  readonly market: Market;
  readonly date: string;
  readonly seed: number;
  /** One file with one header, or a folder that gets the 24 hourly files as the bucket has them. */
  readonly to: { readonly file: string } | { readonly folder: string };
}

export interface MarketDayWritten {
  readonly market: string;
  readonly date: string;
  readonly rows: number;
  readonly bytes: number;
  readonly files: readonly string[];
}

export async function writeMarketDay({ market, date, seed, to }: MarketDayPlan): Promise<MarketDayWritten> {
  const lines = marketDay(market, date, seed);
  const header = `${headerOf(market)}\n`;
  const contents = new Map<string, string>();
  if ('file' in to) {
    contents.set(to.file, header + lines.map(({ text }) => `${text}\n`).join(''));
  } else {
    for (let hour = 0; hour < 24; hour += 1) {
      const some = lines.filter((line) => line.hour === hour);
      contents.set(
        join(to.folder, hourKey(market, date, hour)),
        header + some.map(({ text }) => `${text}\n`).join(''),
      );
    }
  }
  for (const [file, text] of contents) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const bytes = [...contents.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { market: market.name, date, rows: lines.length, bytes, files: [...contents.keys()] };
}
