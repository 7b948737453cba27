import { formatCount, formatTable } from '../format.ts';
import type { DeadLetter, Redriven } from '@weir/topics';
import { letterJson } from './letter-json.ts';
import type { DeadLetterFilter, DeadLetters } from './open-dead-letters.ts';

const mostDetail = 70;

const cut = (text: string) => (text.length > mostDetail ? `${text.slice(0, mostDetail - 1)}…` : text);

const rowOf = ({ origin, at, reason, run, key, detail }: DeadLetter, redriven: Redriven | undefined) => [
  origin,
  new Date(at).toISOString(),
  reason,
  run,
  key ?? '',
  redriven === undefined ? '' : `yes${redriven.run === '' ? '' : `, run ${redriven.run}`}`,
  cut(detail),
];

/** How many there are for each reason, and the newest of them. */
export async function listDeadLetters(source: DeadLetters, filter: DeadLetterFilter, limit: number) {
  const reasons = new Map<string, number>();
  let newest: DeadLetter[] = [];
  let total = 0;
  for await (const letter of source.scan(filter)) {
    total += 1;
    reasons.set(letter.reason, (reasons.get(letter.reason) ?? 0) + 1);
    newest.push(letter);
    if (newest.length > 2 * limit) newest = newest.slice(-limit);
  }
  newest = newest.slice(-limit).reverse();
  const redriven = await source.redriven(new Set(newest.map(({ origin }) => origin)));
  const counts = [...reasons].sort(([, a], [, b]) => b - a);
  const shown = newest.length < total ? `, the newest ${formatCount(newest.length)} of them` : '';
  const head = `${source.stream.name}: ${formatCount(total)} dead letters (${counts
    .map(([reason, count]) => `${reason} ${formatCount(count)}`)
    .join(', ')})${shown}`;
  const table = formatTable([
    ['origin', 'at', 'reason', 'run', 'key', 're-driven', 'detail'],
    ...newest.map((letter) => rowOf(letter, redriven.get(letter.origin))),
  ]);
  return {
    json: {
      stream: source.stream.name,
      total,
      reasons: Object.fromEntries(counts),
      letters: newest.map((letter) => letterJson(letter, redriven.get(letter.origin))),
    },
    text: total === 0 ? `${source.stream.name}: no dead letters` : `${head}\n${table}`,
  };
}
