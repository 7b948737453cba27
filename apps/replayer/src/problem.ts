import { Problem as ProblemOf, problemAnswer, type ProblemKind } from '@weir/runtime';

/** Every error that the replayer can answer, in one table. */
const problemTable = {
  'no-route': { status: 404, title: 'No such route' },
  'bad-request': { status: 400, title: 'The request is malformed' },
  'unknown-dataset': { status: 404, title: 'No such dataset' },
  'unknown-replay': { status: 404, title: 'No such replay' },
  'dataset-not-ready': { status: 409, title: 'The dataset is not ready' },
  'replay-state': { status: 409, title: 'The replay is in another state' },
  'too-many-replays': { status: 429, title: 'Too many replays at once' },
  internal: { status: 500, title: 'An error of the replayer itself' },
  'bucket-not-set': { status: 503, title: 'No bucket is configured' },
  'gateway-unavailable': { status: 503, title: 'The gateway does not take it', retryAfterSeconds: 2 },
  'clickhouse-unavailable': { status: 503, title: 'ClickHouse does not answer', retryAfterSeconds: 2 },
} as const satisfies Record<string, ProblemKind>;

/** An error with an answer that the table knows. */
export class Problem extends ProblemOf<keyof typeof problemTable> {}

export const answerOf = (problem: Problem, requestId: string) =>
  problemAnswer(problemTable, problem, requestId);
