import { ClickHouseRefused, ClickHouseUnavailable } from '@weir/clickhouse';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import plugin from 'fastify-plugin';
import { answerOf, Problem } from '../problem.ts';

/** What an error means to the client. Undefined: it is ours, and says nothing to the client. */
function asProblem(error: FastifyError | Problem): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof ClickHouseUnavailable || error instanceof ClickHouseRefused) {
    return new Problem('clickhouse-unavailable', error.message);
  }
  if (error.validation !== undefined) {
    const errors = error.validation.map(({ instancePath, message = '', params }) => {
      const allowed = 'allowedValues' in params ? ` (${String(params['allowedValues'])})` : '';
      return { path: instancePath, message: `${message}${allowed}` };
    });
    return new Problem('bad-request', `${error.validationContext ?? 'request'}: ${error.message}`, {
      errors,
    });
  }
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 500 ? new Problem('bad-request', error.message) : undefined;
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, headers, body } = answerOf(problem, reply.request.id);
  return reply
    .code(status)
    .headers(headers)
    .serializer((payload: unknown) => payload as string)
    .send(body);
}

/** One shape for every error, the framework's own included. */
export const problems = plugin(
  async (app: FastifyInstance) => {
    app.setErrorHandler((error: FastifyError, request, reply) => {
      const problem = asProblem(error);
      if (problem === undefined)
        request.log.error({ err: error, request_id: request.id }, 'unexpected error');
      return sendProblem(
        reply,
        problem ?? new Problem('internal', 'see the log of the replayer for this request_id'),
      );
    });
    app.setNotFoundHandler((request, reply) =>
      sendProblem(
        reply,
        new Problem('no-route', `${request.method} ${request.url} is not a route; /docs lists them`),
      ),
    );
  },
  { name: 'problems' },
);
