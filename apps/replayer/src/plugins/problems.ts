import { ClickHouseRefused, ClickHouseUnavailable } from '@weir/clickhouse';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import plugin from 'fastify-plugin';
import { Problem, problemTable } from '../problem.ts';

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

function sendProblem(reply: FastifyReply, { code, message, members }: Problem): FastifyReply {
  const entry = problemTable[code];
  if ('retryAfterSeconds' in entry) void reply.header('retry-after', String(entry.retryAfterSeconds));
  const { status, title } = entry;
  const body = {
    type: `urn:weir:problem:${code}`,
    title,
    status,
    detail: message,
    request_id: reply.request.id,
    ...members,
  };
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((payload: unknown) => payload as string)
    .send(JSON.stringify(body));
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
