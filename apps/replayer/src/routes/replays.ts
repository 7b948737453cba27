import { parseSpeed, speedRule, type Speed } from '@weir/markets';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../problem.ts';
import type { ReplayStore } from '../replays/replay-store.ts';
import { answers, list, replay } from './schemas.ts';

const tags = ['replays'];
const speedSchema = { description: '1 to 1000 times as fast as it was, or "max"', examples: [60, 'max'] };
const rejectedRow = {
  type: 'object',
  properties: {
    line: { type: 'integer', description: 'in the file, from 1' },
    errors: { type: 'array', items: { type: 'object', additionalProperties: true } },
  },
};

type WithId = { Params: { id: string } };

function speedOf(value: unknown): Speed {
  const speed = parseSpeed(value);
  if (speed !== undefined) return speed;
  throw new Problem('bad-request', `speed: ${speedRule}`, {
    errors: [{ path: '/speed', message: speedRule }],
  });
}

/** Replays: a dataset sent through the gateway as a run, at a chosen speed. */
export async function replayRoutes(
  app: FastifyInstance,
  { replays }: { replays: ReplayStore },
): Promise<void> {
  const one = (summary: string) => ({
    schema: { tags, summary, response: answers(200, 'The replay', replay, [404, 409]) },
  });

  app.post<{ Body: { dataset: string; speed?: unknown } }>(
    '/v1/replays',
    {
      schema: {
        tags,
        summary: 'Start a replay',
        body: {
          type: 'object',
          required: ['dataset'],
          properties: { dataset: { type: 'string' }, speed: speedSchema },
        },
        response: answers(201, 'The replay', replay, [404, 409, 429, 503]),
      },
    },
    async ({ body }, reply) =>
      reply.code(201).send(await replays.start(body.dataset, speedOf(body.speed ?? 60))),
  );
  app.get(
    '/v1/replays',
    {
      schema: {
        tags,
        summary: 'All replays, newest first',
        response: answers(200, 'The replays', list('replays', replay)),
      },
    },
    async () => ({ replays: replays.list() }),
  );
  app.get<WithId>('/v1/replays/:id', one('One replay'), async ({ params }) => replays.get(params.id));
  app.post<WithId>('/v1/replays/:id/pause', one('Pause'), async ({ params }) => replays.pause(params.id));
  app.post<WithId>('/v1/replays/:id/resume', one('Go on, after a pause or a failure'), async ({ params }) =>
    replays.resume(params.id),
  );
  app.post<WithId>(
    '/v1/replays/:id/stop',
    one('End it where it stands; its run is finished'),
    async ({ params }) => replays.stop(params.id),
  );
  app.post<WithId & { Body: { speed: unknown } }>(
    '/v1/replays/:id/speed',
    {
      schema: {
        ...one('Change the speed').schema,
        body: { type: 'object', required: ['speed'], properties: { speed: speedSchema } },
      },
    },
    async ({ params, body }) => replays.setSpeed(params.id, speedOf(body.speed)),
  );
  app.get<WithId & { Querystring: { from: number; limit: number } }>(
    '/v1/replays/:id/rejected',
    {
      schema: {
        tags,
        summary: 'The rows that were refused, with their lines in the file',
        querystring: {
          type: 'object',
          properties: {
            from: { type: 'integer', minimum: 0, default: 0 },
            limit: { type: 'integer', minimum: 1, maximum: 10_000, default: 1_000 },
          },
        },
        response: answers(200, 'The rows', list('rejected', rejectedRow), [404]),
      },
    },
    async ({ params, query }) => ({
      total: replays.get(params.id).rejected,
      rejected: await replays.rejected(params.id, query.from, query.limit),
    }),
  );
}
