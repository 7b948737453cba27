import type { KnownAnswer } from './known-answer.ts';

/** What an entry costs besides its body. */
const bookkeepingBytes = 200;

const weightOf = ({ body }: KnownAnswer) => bookkeepingBytes + body.length;

/** The answers of the last so many milliseconds, or of the last so many bytes: whichever is less. Oldest go first. */
export class AnswerTable {
  readonly #answers = new Map<string, KnownAnswer>();
  readonly #windowMs: number;
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(windowMs: number, maxBytes: number) {
    this.#windowMs = windowMs;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#answers.size;
  }

  get(id: string, nowMs: number): KnownAnswer | undefined {
    const answer = this.#answers.get(id);
    return answer === undefined || answer.atMs < nowMs - this.#windowMs ? undefined : answer;
  }

  /** A later answer takes the place of one that has run out. */
  set(id: string, answer: KnownAnswer, nowMs: number): void {
    this.#remove(id);
    this.#answers.set(id, answer);
    this.#bytes += weightOf(answer);
    for (const [oldest, { atMs }] of this.#answers) {
      if (atMs >= nowMs - this.#windowMs && this.#bytes <= this.#maxBytes) break;
      this.#remove(oldest);
    }
  }

  #remove(id: string): void {
    const answer = this.#answers.get(id);
    if (answer === undefined) return;
    this.#answers.delete(id);
    this.#bytes -= weightOf(answer);
  }
}
