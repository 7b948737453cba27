import { toJsonSchema } from '@weir/schemas';
import type { StreamDefinition } from '@weir/streams';
import {
  callerCodes,
  eventCodes,
  jsonContent,
  optionalKey,
  problemAnswers,
  ref,
  securitySchemes,
  senderCodes,
  sharedSchemas,
} from './answers.ts';

type Json = Record<string, unknown>;

const replayedHeader: Json = {
  'Idempotent-Replayed': {
    description: 'the request was taken in before, by its Idempotency-Key',
    schema: { type: 'string', enum: ['true'] },
  },
};

const acceptedAnswers: Json = {
  '202': {
    description: 'All events are stored',
    headers: replayedHeader,
    content: jsonContent(ref('Accepted'), { accepted: 1, rejected: 0 }),
  },
  '207': {
    description: 'The good events are stored, the others listed',
    headers: replayedHeader,
    content: jsonContent(ref('Accepted')),
  },
};

function postEvents({ name, title, description, schema, json, example }: StreamDefinition): Json {
  const event = ref(schema.name);
  return {
    tags: ['events'],
    operationId: `post_${name}`,
    summary: `Send events: ${title}`,
    description: `${description} One event, an array, or NDJSON; gzip is accepted. Answers when Kafka has acknowledged.`,
    parameters: [
      {
        name: 'run',
        in: 'query',
        required: false,
        description: 'an open run (POST /v1/runs): its events have a clock of their own',
        schema: { type: 'string' },
      },
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        description:
          'one string, such as a UUID: a request that is sent again with its key is stored once and answered the same',
        schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,255}$' },
        example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
      },
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { oneOf: [event, { type: 'array', items: event, minItems: 1 }] },
          example,
        },
        'application/x-ndjson': {
          schema: { type: 'string', description: `one ${schema.name} a line` },
          example: `${JSON.stringify(example)}\n`,
        },
      },
    },
    ...optionalKey,
    responses: {
      ...acceptedAnswers,
      ...problemAnswers([
        ...callerCodes,
        ...senderCodes,
        ...eventCodes,
        'bad-idempotency-key',
        'idempotency-key-reused',
        'empty-body',
        'invalid-body',
        'invalid-events',
        'unknown-run',
        'run-finished',
        'run-of-another-stream',
        'event-too-large',
        'body-too-large',
        'unsupported-media-type',
        'unsupported-encoding',
        'broker-unavailable',
        'queue-full',
        'not-ready',
      ]),
    },
    ...(json.rest === undefined ? {} : { 'x-keeps-unknown-fields-in': json.rest }),
  };
}

const ok = (description: string, schema: Json = { type: 'object' }): Json => ({
  '200': { description, content: jsonContent(schema) },
});

const simple = (description: string): Json => ({ ...ok(description), ...problemAnswers([]) });

const pathParameter = (name: string): Json[] => [
  { name, in: 'path', required: true, schema: { type: 'string' } },
];

const runPaths: Json = {
  '/v1/runs': {
    post: {
      tags: ['runs'],
      summary: 'Open a run: a replay or import with a clock of its own',
      ...optionalKey,
      requestBody: {
        required: true,
        content: jsonContent(
          {
            type: 'object',
            required: ['stream'],
            properties: { stream: { type: 'string' }, name: { type: 'string', maxLength: 200 } },
          },
          { stream: 'transactions', name: 'import of May' },
        ),
      },
      responses: {
        '201': { description: 'The run', content: jsonContent(ref('Run')) },
        ...problemAnswers([
          ...callerCodes,
          ...senderCodes,
          'invalid-body',
          'body-too-large',
          'unsupported-media-type',
          'unsupported-encoding',
          'not-ready',
          'queue-full',
          'too-many-runs',
          'broker-unavailable',
        ]),
      },
    },
    get: {
      tags: ['runs'],
      summary: 'Runs, newest first',
      parameters: ['stream', 'state'].map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
      responses: {
        ...ok('The runs', {
          type: 'object',
          required: ['runs'],
          properties: { runs: { type: 'array', items: ref('Run') }, runs_omitted: { type: 'integer' } },
        }),
        ...problemAnswers(callerCodes),
      },
    },
  },
  '/v1/runs/{id}/finish': {
    post: {
      tags: ['runs'],
      summary: 'Finish a run: it takes no more events',
      parameters: pathParameter('id'),
      ...optionalKey,
      responses: {
        ...ok('The run', ref('Run')),
        ...problemAnswers([
          ...callerCodes,
          ...senderCodes,
          'unknown-run',
          'broker-unavailable',
          'queue-full',
          'not-ready',
        ]),
      },
    },
  },
};

const redriveItem: Json = {
  type: 'object',
  required: ['origin', 'event'],
  properties: {
    origin: { type: 'string', description: '<topic>-<partition>-<offset>, as the dead letter has it' },
    event: { type: 'object', description: 'the event, mended or not' },
  },
};

const redrivePaths: Json = {
  '/v1/redrive/{stream}': {
    post: {
      tags: ['dead letters'],
      summary: 'Send dead letters again: each at most once, however often it is asked for',
      ...optionalKey,
      parameters: [
        ...pathParameter('stream'),
        { name: 'run', in: 'query', schema: { type: 'string' }, description: 'an open run to send them to' },
        {
          name: 'dry_run',
          in: 'query',
          schema: { type: 'boolean', default: false },
          description: 'only say what would become of them',
        },
      ],
      requestBody: {
        required: true,
        content: jsonContent({
          oneOf: [redriveItem, { type: 'array', items: redriveItem, minItems: 1, maxItems: 1000 }],
        }),
      },
      responses: {
        '200': { description: 'dry_run: what would become of them', content: jsonContent(ref('Redriven')) },
        '202': { description: 'All are stored, now or before', content: jsonContent(ref('Redriven')) },
        '207': { description: 'The valid ones are stored', content: jsonContent(ref('Redriven')) },
        ...problemAnswers([
          ...callerCodes,
          ...senderCodes,
          ...eventCodes,
          'invalid-body',
          'invalid-events',
          'unknown-stream',
          'unknown-run',
          'run-finished',
          'run-of-another-stream',
          'body-too-large',
          'unsupported-media-type',
          'unsupported-encoding',
          'broker-unavailable',
          'queue-full',
          'not-ready',
        ]),
      },
    },
  },
};

const otherPaths: Json = {
  '/v1/streams': {
    get: {
      tags: ['streams'],
      summary: 'All streams, and whether the caller may send to them',
      ...optionalKey,
      responses: {
        ...ok('The streams', {
          type: 'object',
          required: ['streams'],
          properties: { streams: { type: 'array', items: ref('StreamSummary') } },
        }),
        ...problemAnswers(callerCodes),
      },
    },
  },
  '/v1/streams/{stream}': {
    get: {
      tags: ['streams'],
      summary: "A stream's schema, key, metrics and an example",
      parameters: pathParameter('stream'),
      ...optionalKey,
      responses: {
        ...ok('The stream', {
          type: 'object',
          required: ['name', 'key', 'time', 'may_send', 'schema', 'json_schema', 'example', 'metrics'],
        }),
        ...problemAnswers([...callerCodes, 'unknown-stream']),
      },
    },
  },
  '/healthz': { get: { tags: ['operation'], summary: 'The process lives', responses: simple('It does') } },
  '/readyz': {
    get: {
      tags: ['operation'],
      summary: 'Events can be taken',
      responses: { ...ok('They can'), ...problemAnswers(['not-ready']) },
    },
  },
  '/api/heartbeat': {
    get: { tags: ['operation'], summary: 'The process lives, and its clock', responses: simple('It does') },
  },
  '/metrics': {
    get: {
      tags: ['operation'],
      summary: 'Figures for Prometheus',
      responses: {
        '200': { description: 'Text', content: { 'text/plain': { schema: { type: 'string' } } } },
        ...problemAnswers([]),
      },
    },
  },
};

/** OpenAPI 3.1 of the gateway, made from the streams' Avro schemas. */
export function openApi(streams: readonly StreamDefinition[]): Json {
  const eventPaths = streams.flatMap((stream) => [
    [`/v1/events/${stream.name}`, { post: postEvents(stream) }] as const,
    ...(stream.alias === undefined
      ? []
      : [
          [
            stream.alias,
            { post: { ...postEvents(stream), operationId: `post_${stream.name}_alias` } },
          ] as const,
        ]),
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Weir gateway',
      version: '1',
      description: 'Takes events in. Every accepted event is in Kafka.',
    },
    paths: { ...Object.fromEntries(eventPaths), ...runPaths, ...redrivePaths, ...otherPaths },
    components: {
      securitySchemes,
      schemas: {
        ...Object.fromEntries(streams.map(({ schema, json }) => [schema.name, toJsonSchema(schema, json)])),
        ...sharedSchemas,
      },
    },
  };
}
