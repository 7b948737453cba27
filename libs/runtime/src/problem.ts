/** What a code means, in an app's table of all errors that it can answer. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly retryAfterSeconds?: number;
  /** The challenge (`WWW-Authenticate`) that goes with a 401 or 403. */
  readonly authenticate?: string;
}

/** An error with an answer. `members` are further members of the problem object (`accepted`, `errors`, …). */
export class Problem<Code extends string> extends Error {
  override readonly name = 'Problem';
  readonly code: Code;
  readonly members: Readonly<Record<string, unknown>>;
  constructor(code: Code, detail: string, members: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.code = code;
    this.members = members;
  }
}

/** An answer in the form of RFC 9457 (https://www.rfc-editor.org/rfc/rfc9457), ready to be sent. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>> & { readonly 'content-type': string };
  readonly body: string;
}

/** The one shape of errors: `type` is `urn:weir:problem:<code>`, on which clients may rely; people read `detail`. */
export function problemAnswer<Code extends string>(
  table: Readonly<Record<Code, ProblemKind>>,
  { code, message, members }: Problem<Code>,
  requestId: string,
): ProblemAnswer {
  const { status, title, retryAfterSeconds, authenticate } = table[code];
  const type = `urn:weir:problem:${code}`;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...(authenticate === undefined ? {} : { 'www-authenticate': authenticate }),
    },
    body: JSON.stringify({ type, title, status, detail: message, request_id: requestId, ...members }),
  };
}
