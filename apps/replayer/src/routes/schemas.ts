type Json = Record<string, unknown>;

/** JSON schemas of the answers, for `/openapi.json`. Answers may have further members. */
const object = (properties: Json, description?: string): Json => ({
  type: 'object',
  additionalProperties: true,
  properties,
  ...(description === undefined ? {} : { description }),
});
const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };
const count = { type: 'integer' };

export const problem: Json = object({ type: text, title: text, status: count, detail: text }, 'RFC 9457');

export const market: Json = object({
  name: text,
  title: text,
  first_date: { type: 'string', description: 'the first day of its public data' },
  has_bucket: { type: 'boolean', description: 'whether days can be fetched' },
  bucket_variable: { type: 'string', description: 'the setting that names its bucket' },
});

export const dataset: Json = object({
  id: text,
  market: textOrNull,
  date: textOrNull,
  state: { type: 'string', enum: ['queued', 'listing', 'downloading', 'preparing', 'ready', 'failed'] },
  file: textOrNull,
  files: count,
  files_done: count,
  bytes: count,
  bytes_done: count,
  rows: count,
  columns: count,
  progress: { type: 'number', description: '0 to 1' },
  error: textOrNull,
  origin: { type: 'string', enum: ['bucket', 'file'] },
  created_at: text,
});

export const replay: Json = object({
  id: text,
  run_id: text,
  dataset: text,
  market: text,
  stream: text,
  date: textOrNull,
  state: { type: 'string', enum: ['running', 'paused', 'stopped', 'finished', 'failed'] },
  speed: { type: ['number', 'string'], description: '1 to 1000, or "max"' },
  rows_total: count,
  rows: count,
  accepted: count,
  rejected: count,
  repeated: count,
  event_time: textOrNull,
  message: textOrNull,
  created_at: text,
  ended_at: textOrNull,
});

export const list = (name: string, items: Json): Json => object({ [name]: { type: 'array', items } });

const flag = { type: 'boolean' };

/** Figures of a run, and how much of it they hold. */
export const runFigures = (name: string, items: Json): Json =>
  object({
    run: textOrNull,
    progress: {
      description: 'how much of the run the figures hold; null without a run',
      type: ['object', 'null'],
      properties: {
        accepted: { ...count, description: 'events that Kafka has acknowledged' },
        counted: { ...count, description: 'events in the stored windows' },
        late: { ...count, description: 'events that came too late to be counted' },
        final: { ...flag, description: 'whether all windows so far are final' },
        complete: { ...flag, description: 'whether the figures are those of the whole run, for good' },
      },
    },
    [name]: { type: 'array', items },
  });

/** The answers of a route: one that is meant, and the problems. */
export const answers = (
  status: number,
  description: string,
  schema: Json,
  problems: number[] = [],
): Json => ({
  [status]: { description, ...schema },
  ...Object.fromEntries([400, ...problems].map((code) => [code, { description: 'A problem', ...problem }])),
});
