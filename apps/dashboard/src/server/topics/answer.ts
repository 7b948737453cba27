import { BrokerUnavailable, RegistryUnavailable } from '@weir/kafka';
import { badParameters, problem, type ParameterError } from '../problem.ts';
import { TooBusy } from './turnstile.ts';

/** All that is wrong with a request's parameters. */
export class BadParameters extends Error {
  override readonly name = 'BadParameters';
  readonly errors: readonly ParameterError[];
  constructor(errors: readonly ParameterError[]) {
    super('bad parameters');
    this.errors = errors;
  }
}

export const badParameter = (parameter: string, message: string) =>
  new BadParameters([{ parameter, message }]);

/** There is no such topic, record or dead letter. */
export class NotThere extends Error {
  override readonly name = 'NotThere';
}

const isNamed = (error: unknown, ...names: string[]) => error instanceof Error && names.includes(error.name);

/** Every failure of the topics API as a problem in words. */
export function failure(error: unknown): Response {
  if (error instanceof BadParameters) return badParameters(error.errors);
  if (error instanceof NotThere) return problem(404, 'Not there', error.message);
  const retry = { headers: { 'retry-after': '2' } };
  if (error instanceof TooBusy) return problem(503, 'Too many searches', error.message, retry);
  if (error instanceof RegistryUnavailable) {
    return problem(503, 'The schema registry is not available', error.message, retry);
  }
  if (error instanceof BrokerUnavailable || (error instanceof Error && error.name.startsWith('KafkaJS'))) {
    return problem(503, 'Kafka is not available', `Kafka does not answer: ${error.message}`, retry);
  }
  if (isNamed(error, 'ConfigError') || (error instanceof Error && error.message.startsWith('WEIR_'))) {
    return problem(503, 'The dashboard is configured wrongly', (error as Error).message);
  }
  console.error(error);
  return problem(500, 'An error of the dashboard itself', 'see its log');
}

/** Runs a route: its result as JSON that nobody keeps, or what went wrong. */
export async function answer(work: () => Promise<unknown>): Promise<Response> {
  try {
    const result = await work();
    if (result instanceof Response) return result;
    return Response.json(result, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return failure(error);
  }
}

/**
 * The JSON body of a request that changes something. Refuses what a page of another site could send without asking
 * (https://fetch.spec.whatwg.org/#simple-header, Sec-Fetch-Site).
 */
export async function readChange(request: Request): Promise<Record<string, unknown>> {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') {
    throw badParameter('sec-fetch-site', 'this is not for pages of other sites');
  }
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    throw badParameter('content-type', 'send application/json');
  }
  const text = await request.text();
  if (text.length > 2_000_000) throw badParameter('body', 'has more than 2,000,000 characters');
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw badParameter('body', 'must be a JSON object');
}
