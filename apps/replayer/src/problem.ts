/** Every error that the replayer can answer: its code, status and title (RFC 9457). */
export const problemTable = {
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
} as const satisfies Record<string, { status: number; title: string; retryAfterSeconds?: number }>;

export type ProblemCode = keyof typeof problemTable;

/** An error with an answer. `members` are further members of the problem object. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly members: Readonly<Record<string, unknown>>;
  constructor(code: ProblemCode, detail: string, members: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.code = code;
    this.members = members;
  }
}
