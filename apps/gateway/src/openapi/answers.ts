import { problemTable, type ProblemCode } from '../problem.ts';

type Json = Record<string, unknown>;

export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

export const jsonContent = (schema: Json, example?: unknown): Json => ({
  'application/json': { schema, ...(example === undefined ? {} : { example }) },
});

const retryAfter = { 'Retry-After': { description: 'seconds', schema: { type: 'integer' } } };
const authenticate = { 'WWW-Authenticate': { schema: { type: 'string' } } };
const answerHeaders: Readonly<Record<number, Json>> = {
  401: authenticate,
  403: authenticate,
  429: retryAfter,
  503: retryAfter,
};

/** What every request can be answered, whatever it asks for. */
export const anyRequestCodes = ['bad-request', 'request-timeout', 'headers-too-large'] as const;

/** What routes that are limited, and look at the API key, can answer. */
export const callerCodes = ['unknown-api-key', 'too-many-requests'] as const;

/** What routes that take events in are limited by besides. */
export const eventCodes = ['too-many-events'] as const;

/** What routes that write can answer beyond that. */
export const senderCodes = ['no-api-key', 'stream-not-allowed'] as const;

/** A key is asked for only where `WEIR_API_KEYS` is set, so requests without one are valid too. */
export const optionalKey: Json = { security: [{}, { bearer: [] }, { apiKey: [] }] };

export const securitySchemes: Json = {
  bearer: { type: 'http', scheme: 'bearer', description: 'an API key, where the gateway asks for one' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
};

/** The problem answers of a route, by status, with the codes that each can have. */
export function problemAnswers(own: readonly ProblemCode[]): Json {
  const codes = [...new Set([...anyRequestCodes, ...own])];
  const statuses = [...new Set(codes.map((code) => problemTable[code].status))].sort();
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = codes.filter((code) => problemTable[code].status === status);
      return [
        String(status),
        {
          description: ofStatus.map((code) => `${problemTable[code].title} (\`${code}\`)`).join('. '),
          content: { 'application/problem+json': { schema: ref('Problem') } },
          ...(status in answerHeaders ? { headers: answerHeaders[status] } : {}),
        },
      ];
    }),
  );
}

const count: Json = { type: 'integer', minimum: 0 };
const located: Json = {
  type: 'array',
  items: {
    type: 'object',
    required: ['path', 'message'],
    properties: {
      index: { ...count, description: 'which event of the request, from 0; absent when it is no event' },
      line: { type: 'integer', minimum: 1, description: 'its line, in NDJSON' },
      path: { type: 'string', description: 'JSON pointer into the event' },
      message: { type: 'string' },
    },
  },
};

/** The shapes that all routes share. */
export const sharedSchemas: Json = {
  Accepted: {
    type: 'object',
    required: ['accepted', 'rejected'],
    properties: {
      accepted: { ...count, description: 'events that Kafka has acknowledged' },
      rejected: count,
      errors: located,
      errors_omitted: { ...count, description: 'errors beyond the 100 that are listed' },
      warnings: located,
      warnings_omitted: count,
    },
  },
  Redriven: {
    type: 'object',
    required: ['accepted', 'already', 'rejected', 'dry_run', 'items'],
    properties: {
      accepted: count,
      already: { ...count, description: 'dead letters that were sent again before, and are left alone' },
      rejected: count,
      dry_run: { type: 'boolean' },
      items: {
        type: 'array',
        items: {
          type: 'object',
          required: ['origin', 'state'],
          properties: {
            origin: { type: 'string' },
            state: { type: 'string', enum: ['accepted', 'already', 'rejected'] },
          },
        },
      },
      errors: located,
      errors_omitted: count,
      warnings: located,
      warnings_omitted: count,
    },
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457. Answers about events carry accepted, rejected and errors as well.',
    required: ['type', 'title', 'status', 'detail', 'request_id'],
    properties: {
      type: { type: 'string', enum: Object.keys(problemTable).map((code) => `urn:weir:problem:${code}`) },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      request_id: { type: 'string' },
      accepted: count,
      rejected: count,
      errors: located,
    },
  },
  StreamSummary: {
    type: 'object',
    required: ['name', 'title', 'topic', 'key', 'time', 'id', 'alias', 'partitions', 'metrics', 'may_send'],
    properties: {
      name: { type: 'string' },
      may_send: { type: 'boolean', description: "whether this caller's events would be taken" },
      metrics: { type: 'array', items: { type: 'string' } },
    },
  },
  Run: {
    type: 'object',
    required: ['run_id', 'stream', 'name', 'state', 'created_at', 'finished_at'],
    properties: {
      run_id: { type: 'string', pattern: '^[0-9a-z]{8}$' },
      stream: { type: 'string' },
      name: { type: 'string' },
      state: { type: 'string', enum: ['open', 'finished'] },
      created_at: { type: 'string', format: 'date-time' },
      finished_at: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
    },
  },
};
