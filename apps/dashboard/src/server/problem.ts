/** One thing that is wrong with a request's parameters. */
export interface ParameterError {
  readonly parameter: string;
  readonly message: string;
}

/** An RFC 9457 answer: `application/problem+json`, never a stack trace. */
export function problem(
  status: number,
  title: string,
  detail: string,
  { headers, ...extra }: { headers?: Record<string, string>; errors?: readonly ParameterError[] } = {},
): Response {
  return Response.json(
    { type: 'about:blank', title, status, detail, ...extra },
    {
      status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    },
  );
}

/** 400 that names each bad parameter. */
export const badParameters = (errors: readonly ParameterError[]): Response =>
  problem(400, 'Bad parameters', errors.map((e) => `${e.parameter}: ${e.message}`).join('; '), { errors });

/** 503 while ClickHouse is away. The page shows `detail` as it is. */
export const clickhouseAway = (reason: string): Response =>
  problem(503, 'ClickHouse is not available', reason, { headers: { 'retry-after': '2' } });
