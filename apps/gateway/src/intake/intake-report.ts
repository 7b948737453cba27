import type { FieldError } from '@weir/schemas';

/** Where in the request an error is: the event's index from 0, and in NDJSON its line from 1. */
export interface EventError extends FieldError {
  readonly index: number;
  readonly line?: number;
}

/** No answer lists more errors, or more warnings, than this; how many are left out is said. */
export const listLimit = 100;

const located = (index: number, line: number | undefined, { path, message }: FieldError): EventError => ({
  index,
  ...(line === undefined ? {} : { line }),
  path,
  message,
});

/** What became of the events of one request. */
export class IntakeReport {
  /** Events seen so far. */
  seen = 0;
  /** Events that Kafka has acknowledged. */
  accepted = 0;
  rejected = 0;
  readonly #errors: EventError[] = [];
  readonly #warnings: EventError[] = [];
  #errorCount = 0;
  #warningCount = 0;

  reject(index: number, line: number | undefined, errors: readonly FieldError[]): void {
    this.rejected += 1;
    this.#errorCount += errors.length;
    for (const error of errors) {
      if (this.#errors.length === listLimit) return;
      this.#errors.push(located(index, line, error));
    }
  }

  warn(index: number, line: number | undefined, warning: FieldError): void {
    this.#warningCount += 1;
    if (this.#warnings.length < listLimit) this.#warnings.push(located(index, line, warning));
  }

  /** Nothing to say but the counts. */
  get isPlain(): boolean {
    return this.#errorCount === 0 && this.#warningCount === 0;
  }

  /** The members of the answer: counts, errors, warnings, and how many of these were left out. */
  members(): Record<string, unknown> {
    const moreErrors = this.#errorCount - this.#errors.length;
    const moreWarnings = this.#warningCount - this.#warnings.length;
    return {
      accepted: this.accepted,
      rejected: this.rejected,
      ...(this.#errors.length > 0 ? { errors: this.#errors } : {}),
      ...(moreErrors > 0 ? { errors_omitted: moreErrors } : {}),
      ...(this.#warnings.length > 0 ? { warnings: this.#warnings } : {}),
      ...(moreWarnings > 0 ? { warnings_omitted: moreWarnings } : {}),
    };
  }
}
