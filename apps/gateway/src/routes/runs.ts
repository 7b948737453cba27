import { toJson, runSchema, type Run } from '@weir/schemas';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import { bodyFormOf } from '../intake/media-type.ts';
import { parseJson } from '../intake/parse-json.ts';
import { BodyBudget, openBody, readWhole } from '../intake/request-body.ts';
import { Problem } from '../problem.ts';
import type { RunLedger } from '../runs/run-ledger.ts';
import type { ServedStream } from '../stream-catalog.ts';

const bodyLimitBytes = 10_000;
const listLimit = 1_000;
const maxNameLength = 200;

const asJson = (run: Run) => toJson(runSchema, run);

async function readObject(request: FastifyRequest, budget: BodyBudget): Promise<Record<string, unknown>> {
  bodyFormOf(request.headers['content-type']);
  const bytes = await readWhole(openBody(request.raw, bodyLimitBytes), bodyLimitBytes, budget);
  const parsed = parseJson(bytes);
  if (!parsed.ok) throw new Problem('invalid-body', `the body ${parsed.message}`);
  if (typeof parsed.value === 'object' && parsed.value !== null && !Array.isArray(parsed.value)) {
    return parsed.value as Record<string, unknown>;
  }
  throw new Problem(
    'invalid-body',
    'send an object such as {"stream":"transactions","name":"import of May"}',
  );
}

const wrong = (path: string, field: string, message: string) =>
  new Problem('bad-request', `${field} ${message}`, { errors: [{ path, message }] });

export interface RunRoutesOptions {
  readonly runs: RunLedger;
  readonly streams: ReadonlyMap<string, ServedStream>;
  readonly access: Access;
}

/** Runs: replays and imports, each with a clock of its own. */
export async function runRoutes(
  app: FastifyInstance,
  { runs, streams, access }: RunRoutesOptions,
): Promise<void> {
  const budget = new BodyBudget(100 * bodyLimitBytes);

  app.post('/v1/runs', async (request, reply) => {
    access.require(request.headers);
    const { stream, name = '' } = await readObject(request, budget);
    if (typeof stream !== 'string' || !streams.has(stream)) {
      const known = [...streams.keys()].join(', ');
      throw wrong('/stream', 'stream', `must be one of ${known}`);
    }
    access.require(request.headers, stream);
    if (typeof name !== 'string' || name.length > maxNameLength || !name.isWellFormed()) {
      throw wrong('/name', 'name', `must be text of at most ${maxNameLength} characters`);
    }
    return reply.code(201).send(asJson(await runs.open(stream, name)));
  });

  app.post<{ Params: { id: string } }>('/v1/runs/:id/finish', async ({ params, headers }) => {
    access.require(headers);
    const run = await runs.find(params.id);
    access.require(headers, run.stream);
    return asJson(await runs.finish(run.run_id));
  });

  app.get<{ Querystring: { stream?: string; state?: string } }>('/v1/runs', async ({ query }) => {
    const wanted = runs
      .list()
      .filter((run) => query.stream === undefined || run.stream === query.stream)
      .filter((run) => query.state === undefined || run.state === query.state)
      .sort((a, b) => b.created_at - a.created_at);
    const left = wanted.length - listLimit;
    return { runs: wanted.slice(0, listLimit).map(asJson), ...(left > 0 ? { runs_omitted: left } : {}) };
  });
}
