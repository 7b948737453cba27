import type { HttpAnswer } from './http-client.ts';

/** One event that the gateway refused: its place in the request (from 0) and why. */
export interface EventError {
  readonly index: number;
  readonly path: string;
  readonly message: string;
}

/** What became of a request with events. */
export type Posting =
  | {
      readonly kind: 'answered';
      readonly accepted: number;
      readonly rejected: number;
      /** The gateway lists at most 100. */
      readonly errors: readonly EventError[];
      /** Events that were stored, but with a remark; and the remarks. */
      readonly warned: number;
      readonly warnings: readonly string[];
    }
  /** Try again: not everything was acknowledged. */
  | {
      readonly kind: 'busy';
      readonly why: string;
      readonly retryAfterMs?: number | undefined;
      /** True when some of it may be stored all the same, so that trying again may store it twice. */
      readonly isUnclear: boolean;
    }
  | { readonly kind: 'too-large'; readonly why: string }
  | { readonly kind: 'refused'; readonly status: number; readonly why: string };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The `detail` (or title) of an RFC 9457 problem, or a short form of whatever else was answered. */
export function problemOf({ status, body }: HttpAnswer): string {
  if (isObject(body)) {
    const detail = body['detail'] ?? body['title'] ?? body['message'];
    if (typeof detail === 'string') return detail;
  }
  const text = textOf(body).slice(0, 200);
  return text === '' ? `status ${status}` : `status ${status}: ${text}`;
}

function readErrors(errors: unknown): EventError[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isObject).map(({ index, path, message }) => ({
    index: Number(index),
    path: typeof path === 'string' ? path : '',
    message: textOf(message ?? ''),
  }));
}

const countOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Answers of the gateway that are given before anything is handed to Kafka. */
const nothingStored = new Set(['urn:weir:problem:queue-full', 'urn:weir:problem:not-ready']);

const retriable = new Set([429, 502, 503, 504]);

function isUnclear(status: number, body: unknown): boolean {
  if (status === 429) return false;
  return !isObject(body) || countOf(body['accepted']) > 0 || !nothingStored.has(String(body['type']));
}

/** Reads the gateway's answer to `POST /v1/events/:stream`. */
export function readPosting(answer: HttpAnswer): Posting {
  const { status, body, retryAfterMs } = answer;
  if (isObject(body) && typeof body['accepted'] === 'number' && (status < 300 || status === 400)) {
    const warnings = readErrors(body['warnings']);
    return {
      kind: 'answered',
      accepted: body['accepted'],
      rejected: countOf(body['rejected']),
      errors: readErrors(body['errors']),
      warned: warnings.length + countOf(body['warnings_omitted']),
      warnings: warnings.map(({ path, message }) => `${path} ${message}`.trim()),
    };
  }
  const why = problemOf(answer);
  if (retriable.has(status)) return { kind: 'busy', why, retryAfterMs, isUnclear: isUnclear(status, body) };
  return status === 413 ? { kind: 'too-large', why } : { kind: 'refused', status, why };
}
