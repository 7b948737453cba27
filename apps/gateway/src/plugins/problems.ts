import { BrokerUnavailable, QueueFull, RecordRefused, RegistryUnavailable } from '@weir/kafka';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { drain } from '../intake/request-body.ts';
import type { KnownPaths } from './known-paths.ts';
import { answerOf, Problem } from '../problem.ts';

const statusOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;

/** What an error means to the client. Undefined: it is ours, and says nothing to the client. */
export function asProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (
    error instanceof BrokerUnavailable ||
    error instanceof RegistryUnavailable ||
    error instanceof RecordRefused
  ) {
    return new Problem('broker-unavailable', error.message);
  }
  if (error instanceof QueueFull) return new Problem('queue-full', error.message);
  const status = statusOf(error);
  if (status >= 400 && status < 500 && error instanceof Error)
    return new Problem('bad-request', error.message);
  return undefined;
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, headers, body } = answerOf(problem, reply.request.id);
  return reply.code(status).headers(headers).send(body);
}

/** One shape for every error, the framework's own included. */
export const problems = plugin(
  async (app: FastifyInstance, { paths }: { paths: KnownPaths }) => {
    const notFound = (request: FastifyRequest, reply: FastifyReply) => {
      drain(request.raw);
      const { method } = request;
      const url = request.url.slice(0, 200);
      const allowed = paths.methodsOf(request.url);
      if (allowed.length === 0)
        return sendProblem(
          reply,
          new Problem('no-route', `${method} ${url} is not a route; /docs lists them`),
        );
      void reply.header('allow', allowed.join(', '));
      return sendProblem(
        reply,
        new Problem('method-not-allowed', `${method} ${url}: this path takes ${allowed.join(', ')}`),
      );
    };
    app.setNotFoundHandler(notFound);

    app.setErrorHandler((error: unknown, request: FastifyRequest, reply) => {
      // Fastify looks at the Content-Type of some methods before it finds that there is no such route.
      if (request.is404) return notFound(request, reply);
      // Refused before its body was read: the client may not look for the answer before it has sent all of it.
      drain(request.raw);
      const problem = asProblem(error);
      if (problem === undefined)
        request.log.error({ err: error, request_id: request.id }, 'unexpected error');
      return sendProblem(
        reply,
        problem ?? new Problem('internal', 'see the log of the gateway for this request_id'),
      );
    });
  },
  { name: 'problems' },
);
