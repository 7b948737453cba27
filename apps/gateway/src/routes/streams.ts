import { toJsonSchema } from '@weir/schemas';
import type { StreamDefinition } from '@weir/streams';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import { Problem } from '../problem.ts';
import type { ServedStream } from '../stream-catalog.ts';

const summary = ({
  name,
  title,
  description,
  topic,
  key,
  time,
  id,
  alias,
  partitions,
  metrics,
}: StreamDefinition) => ({
  name,
  title,
  description,
  topic,
  key,
  time,
  id: id ?? null,
  alias: alias ?? null,
  partitions,
  metrics: metrics.map(({ name: metric }) => metric),
});

const details = (stream: StreamDefinition, schemaId: number | undefined) => ({
  ...summary(stream),
  in_topic: stream.inTopic ?? null,
  dlq_topic: stream.dlqTopic,
  grace_ms: stream.graceMs,
  max_ahead_ms: stream.maxAheadMs,
  metrics: stream.metrics.map(({ windowMs, field, each, ...metric }) => ({
    ...metric,
    field: field ?? null,
    each: each ?? null,
    window_ms: windowMs,
  })),
  checks: stream.checks.map(({ sumOf, equals }) => ({ sum_of: sumOf, equals })),
  schema_id: schemaId ?? null,
  schema: stream.schema,
  json_schema: toJsonSchema(stream.schema, stream.json),
  example: stream.example,
});

/** What can be sent, and what is made of it. */
export async function streamRoutes(
  app: FastifyInstance,
  { streams, access }: { streams: ReadonlyMap<string, ServedStream>; access: Access },
): Promise<void> {
  /** Whether this caller's events would be taken. */
  const maySend = ({ headers }: FastifyRequest, { name }: StreamDefinition) =>
    access.callerOf(headers)?.maySend(name) ?? false;

  app.get('/v1/streams', async (request) => ({
    streams: [...streams.values()].map(({ definition }) => ({
      ...summary(definition),
      may_send: maySend(request, definition),
    })),
  }));

  app.get<{ Params: { stream: string } }>('/v1/streams/:stream', async (request) => {
    const { params } = request;
    const served = streams.get(params.stream);
    if (served === undefined) {
      throw new Problem(
        'unknown-stream',
        `there is no stream ${params.stream.slice(0, 60)}; GET /v1/streams lists them`,
      );
    }
    return {
      ...details(served.definition, served.schemaId),
      may_send: maySend(request, served.definition),
    };
  });
}
