import { mix32 } from '../generate/random.ts';

/**
 * User index → 19 hexadecimal characters, the form that the frames' clients use. Different users differ (the first
 * eight characters are a bijection of the index), and a user is the same in every run.
 */
export function userUid(index: number): string {
  const first = mix32(index + 1);
  const second = mix32(first ^ 0x5bd1e995);
  const third = mix32(second + 0x27d4eb2f);
  const hex = [first, second, third].map((bits) => bits.toString(16).padStart(8, '0')).join('');
  return hex.slice(0, 19);
}
