import { Problem as ProblemOf, problemAnswer, type ProblemKind } from '@weir/runtime';

/** Every error that the gateway can answer, in one table. */
export const problemTable = {
  'no-route': { status: 404, title: 'No such route' },
  'method-not-allowed': { status: 405, title: 'The path is not served with this method' },
  'bad-request': { status: 400, title: 'The request is malformed' },
  'bad-idempotency-key': { status: 400, title: 'The Idempotency-Key is malformed' },
  'empty-body': { status: 400, title: 'The body holds no event' },
  'invalid-body': { status: 400, title: 'The body cannot be read' },
  'invalid-events': { status: 400, title: 'None of the events is valid' },
  'no-api-key': { status: 401, title: 'An API key is needed', authenticate: 'Bearer realm="weir"' },
  'unknown-api-key': {
    status: 401,
    title: 'The API key is not known',
    authenticate: 'Bearer realm="weir", error="invalid_token"',
  },
  'stream-not-allowed': {
    status: 403,
    title: 'The API key is not for this stream',
    authenticate: 'Bearer realm="weir", error="insufficient_scope"',
  },
  'unknown-stream': { status: 404, title: 'No such stream' },
  'unknown-run': { status: 404, title: 'No such run' },
  'run-finished': { status: 409, title: 'The run is finished' },
  'run-of-another-stream': { status: 409, title: 'The run belongs to another stream' },
  'request-timeout': { status: 408, title: 'The request did not arrive in time' },
  'event-too-large': { status: 413, title: 'The event is too large' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is of a type that is not read here' },
  'unsupported-encoding': { status: 415, title: 'The body is compressed in a way that is not read here' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'too-many-events': { status: 429, title: 'Too many events' },
  'too-many-runs': { status: 429, title: 'Too many open runs' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'An error of the gateway itself' },
  'broker-unavailable': { status: 503, title: 'Kafka does not answer', retryAfterSeconds: 2 },
  'queue-full': { status: 503, title: 'The gateway is ahead of Kafka', retryAfterSeconds: 1 },
  'not-ready': { status: 503, title: 'The gateway is not ready', retryAfterSeconds: 2 },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemTable;

/** An error with an answer that the table knows. */
export class Problem extends ProblemOf<ProblemCode> {}

export const answerOf = (problem: Problem, requestId: string) =>
  problemAnswer(problemTable, problem, requestId);
