interface Kept {
  readonly answer: Promise<unknown>;
  /** Nobody is given it from then on, unless it is still awaited. */
  readonly until: number;
  isAwaited: boolean;
}

const keptMs = 900;
const kept = new Map<string, Kept>();

/**
 * The answer to a question that many pages ask at once: asked of the source once, and given to everybody who asks
 * within the next second, or before it has come: slow answers do not pile up. A failed answer is not kept.
 */
export function sharedAnswer<T>(question: string, ask: () => Promise<T>, nowMs = Date.now()): Promise<T> {
  const isValid = ({ until, isAwaited }: Kept) => isAwaited || until > nowMs;
  const known = kept.get(question);
  if (known !== undefined && isValid(known)) return known.answer as Promise<T>;
  for (const [old, one] of kept) if (!isValid(one)) kept.delete(old);
  const answer = ask();
  const entry: Kept = { answer, until: nowMs + keptMs, isAwaited: true };
  kept.set(question, entry);
  answer.then(
    () => (entry.isAwaited = false),
    () => kept.get(question) === entry && kept.delete(question),
  );
  return answer;
}

/** Forgets the answers to questions that begin so: something was changed that they are about. */
export function forgetAnswers(prefix: string): void {
  for (const question of kept.keys()) if (question.startsWith(prefix)) kept.delete(question);
}
