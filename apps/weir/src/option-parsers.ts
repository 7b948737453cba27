import { parseDuration } from '@weir/runtime/config';
import { InvalidArgumentError } from 'commander';

/** A parser for a whole number of at least `min`; digits may be grouped as 100_000. */
export function wholeNumber(min: number): (text: string) => number {
  return (text) => {
    const digits = text.replaceAll('_', '');
    const value = /^-?\d+$/.test(digits) ? Number(digits) : NaN;
    if (Number.isSafeInteger(value) && value >= min) return value;
    throw new InvalidArgumentError(`Expected a whole number of at least ${min}.`);
  };
}

/** Events per second, fractions allowed. */
export function rate(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a number of events per second above 0.');
}

/** `300ms`, `5s` or bare milliseconds → milliseconds. */
export function duration(text: string): number {
  const value = parseDuration(text);
  if (value !== undefined) return Math.round(value);
  throw new InvalidArgumentError('Expected milliseconds, or a duration such as 5s.');
}

const withOffset = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/;

/** An ISO date (midnight UTC) or a time with its offset → epoch milliseconds. */
export function instant(text: string): number {
  const value = withOffset.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(value)) return value;
  throw new InvalidArgumentError('Expected a time with its offset such as 2026-01-31T12:00:00Z, or a date.');
}
