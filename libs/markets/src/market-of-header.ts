import { markets, type Market } from './market.ts';

/** A file whose first line is not the header of any market, said so that its owner can mend it. */
export class BadHeader extends Error {
  override readonly name = 'BadHeader';
}

const missingIn = (market: Market, header: ReadonlySet<string>): string[] =>
  market.columns.map(({ column }) => column).filter((column) => !header.has(column));

/**
 * Tells a file's market by its header: all columns of one market are there, in any order; further ones are ignored.
 * Throws `BadHeader`, which names the columns that are missing for the market that fits best.
 */
export function marketOfHeader(header: readonly string[], wanted?: Market): Market {
  const names = new Set(header);
  if (names.size < header.length) {
    const twice = header.find((name, index) => header.indexOf(name) !== index);
    throw new BadHeader(`the header has the column ${twice} twice`);
  }
  const candidates = wanted === undefined ? markets : [wanted];
  const judged = candidates
    .map((market) => ({ market, missing: missingIn(market, names) }))
    .sort((a, b) => a.missing.length - b.missing.length);
  const best = judged[0];
  if (best === undefined) throw new BadHeader('no market is known');
  if (best.missing.length === 0) return best.market;
  if (best.missing.length === best.market.columns.length) {
    const expected = candidates.map(({ title }) => title).join(' or ');
    throw new BadHeader(
      `the first line is not the header of a ${expected} file; it is ${header.join(',').slice(0, 120)}`,
    );
  }
  throw new BadHeader(
    `the header lacks ${best.missing.join(', ')}, which a file of ${best.market.title} must have`,
  );
}
