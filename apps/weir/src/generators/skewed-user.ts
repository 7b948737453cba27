import type { Random } from '../generate/random.ts';

/**
 * The index of a user, 0 ≤ i < users, skewed as real traffic is: the chance of user i is about proportional to
 * 1/(i+1) (Zipf's law with exponent 1, drawn by inverting its distribution: uniform in the logarithm).
 */
export function skewedUser(random: Random, users: number): number {
  return Math.min(users - 1, Math.floor(Math.exp(random.fraction() * Math.log(users + 1))) - 1);
}
