interface Kept {
  readonly answer: Promise<unknown>;
  readonly until: number;
}

const keptMs = 900;
const kept = new Map<string, Kept>();

/**
 * The answer to a question that many pages ask at once: asked of the source once, and given to everybody who asks
 * within the next second. A failed answer is not kept.
 */
export function sharedAnswer<T>(question: string, ask: () => Promise<T>, nowMs = Date.now()): Promise<T> {
  const known = kept.get(question);
  if (known !== undefined && known.until > nowMs) return known.answer as Promise<T>;
  for (const [old, { until }] of kept) if (until <= nowMs) kept.delete(old);
  const answer = ask();
  kept.set(question, { answer, until: nowMs + keptMs });
  answer.catch(() => kept.delete(question));
  return answer;
}
