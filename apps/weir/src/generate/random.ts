import { randomFillSync } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A source of random values: the same seed gives the same sequence, on every machine. */
export interface Random {
  /** 32 random bits, 0 to 2^32 - 1. */
  bits(): number;
  /** 0 ≤ x < 1. */
  fraction(): number;
  /** A whole number, 0 ≤ x < limit. */
  below(limit: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** A UUID of version 4. */
  uuid(): string;
}

const hex8 = (bits: number) => bits.toString(16).padStart(8, '0');

/** Spreads one number over 32 bits (finaliser of MurmurHash3; a bijection). */
export function mix32(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Four words that depend on all bits of the seed (up to 2^53) and on the purpose. Not all are zero: `| word`. */
const stateOf = (seed: number, purpose: number): number[] =>
  [1, 2, 4, 8].map((word) => {
    const parts = [seed, Math.floor(seed / 2 ** 32), purpose];
    return parts.reduce((hash, part) => mix32((hash ^ part) + 0x9e3779b9), word) | word;
  });

/**
 * Without a seed, 128 bits from the system: two runs share nothing. `purpose` separates sequences of one seed, so
 * that drawing more of one (the displacement of times, say) does not change the other (the events).
 */
export function createRandom(seed: number | undefined, purpose = 0): Random {
  const state = seed === undefined ? [...randomFillSync(new Int32Array(4))] : stateOf(seed, purpose);
  const generator = xoroshiro128plusFromState(state);
  for (let warmUp = 0; warmUp < 20; warmUp += 1) generator.next();

  const bits = () => generator.next() >>> 0;
  const fraction = () => bits() / 2 ** 32;
  const below = (limit: number) => Math.floor(fraction() * limit);
  return {
    bits,
    fraction,
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    uuid() {
      const [a, b, c, d] = [hex8(bits()), hex8(bits()), hex8(bits()), hex8(bits())];
      const variant = '89ab'.charAt(bits() & 3);
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
    },
  };
}
