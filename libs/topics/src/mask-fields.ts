import type { StreamDefinition } from '@weir/streams';
import type { BrowsedRecord } from './browsed-record.ts';
import type { TopicRole } from './topic-roles.ts';

/** What stands where a field is hidden. */
export const maskedText = '•••';

/** A field that nobody is to see: `transactions.user_id`, `receipts.items.price`, `*.email` for every stream. */
export interface MaskedField {
  readonly stream: string;
  readonly path: readonly string[];
}

/** Reads `WEIR_MASK_FIELDS`. Throws when an entry is not `<stream>.<field>`. */
export const parseMaskedFields = (entries: readonly string[]): MaskedField[] =>
  entries.map((entry) => {
    const [stream, ...path] = entry.trim().split('.');
    if (!stream || path.length === 0 || path.includes('')) {
      throw new Error(`WEIR_MASK_FIELDS: "${entry}" must be <stream>.<field>, such as transactions.user_id`);
    }
    return { stream, path };
  });

function masked(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value === null ? null : maskedText;
  if (Array.isArray(value)) return value.map((item) => masked(item, path));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return value;
  const record = value as Record<string, unknown>;
  return { ...record, [name]: masked(record[name], rest) };
}

/** Text of JSON in which a stream keeps unknown fields is looked into as well. */
function maskedInRest(
  value: unknown,
  rest: string | undefined,
  paths: readonly (readonly string[])[],
): unknown {
  if (rest === undefined || typeof value !== 'object' || value === null) return value;
  const text = (value as Record<string, unknown>)[rest];
  if (typeof text !== 'string') return value;
  try {
    const inner = paths.reduce<unknown>(masked, JSON.parse(text));
    return { ...value, [rest]: JSON.stringify(inner) };
  } catch {
    return { ...value, [rest]: maskedText };
  }
}

/** Nothing is hidden. */
export const unmasked = (record: BrowsedRecord): BrowsedRecord => record;

/**
 * What may be seen of the records of one topic. Keys, window groups and headers that repeat a hidden field are hidden
 * with it; so is everything of a value that cannot be read as fields.
 */
export function maskFor(
  role: TopicRole | undefined,
  fields: readonly MaskedField[],
): (record: BrowsedRecord) => BrowsedRecord {
  if (role?.idFields !== undefined) return maskIds(role.idFields, fields);
  const stream = role?.stream;
  const paths = fields
    .filter((field) => field.stream === '*' || field.stream === stream?.name)
    .map(({ path }) => path);
  if (paths.length === 0) return unmasked;
  return role?.kind === 'windows' && stream !== undefined
    ? maskWindows(role, paths)
    : maskEvents(stream, paths);
}

/** Hides the `id` of records of all streams where it is a hidden field of the record's own stream. */
function maskIds(
  idFields: ReadonlyMap<string, string>,
  fields: readonly MaskedField[],
): (record: BrowsedRecord) => BrowsedRecord {
  const hides = (stream: string, id: string) =>
    fields.some((field) => ['*', stream].includes(field.stream) && field.path.join('.') === id);
  const hidden = new Set([...idFields].filter(([stream, id]) => hides(stream, id)).map(([stream]) => stream));
  if (hidden.size === 0) return unmasked;
  return (record) => {
    const { text, hex, ...shown } = record;
    if (text !== undefined || hex !== undefined)
      return { ...shown, format: 'hex', error: 'hidden: fields of this topic are masked', masked: true };
    const { stream } = Object(record.value) as { stream?: unknown };
    if (typeof stream !== 'string' || !hidden.has(stream)) return record;
    return { ...record, value: masked(record.value, ['id']), masked: true };
  };
}

const names = (paths: readonly (readonly string[])[]) => new Set(paths.map((path) => path.at(-1) ?? ''));

function maskWindows(role: TopicRole, paths: readonly (readonly string[])[]) {
  const hidden = names(paths);
  if (role.metric?.by.some((field) => hidden.has(field)) !== true) return unmasked;
  return (record: BrowsedRecord): BrowsedRecord => ({
    ...record,
    key: record.key === null ? null : maskedText,
    ...(record.value === undefined ? {} : { value: masked(record.value, ['group']) }),
    masked: true,
  });
}

function maskEvents(stream: StreamDefinition | undefined, paths: readonly (readonly string[])[]) {
  const hidden = names(paths);
  const hidesKey = stream !== undefined && paths.some((path) => path.length === 1 && path[0] === stream.key);
  const headersOf = (headers: BrowsedRecord['headers']) =>
    Object.fromEntries(
      Object.entries(headers).map(([name, text]) => {
        const tells = name === 'detail' && [...hidden].some((field) => text.includes(field));
        return [name, tells || hidden.has(name) || (hidesKey && name === 'key') ? maskedText : text];
      }),
    );
  return (record: BrowsedRecord): BrowsedRecord => {
    const { text, hex, ...shown } = record;
    const isOpaque = text !== undefined || hex !== undefined;
    return {
      ...shown,
      // The key of a dead letter is its origin.
      key:
        hidesKey && record.key !== null && record.headers['origin'] !== record.key ? maskedText : record.key,
      headers: headersOf(record.headers),
      ...(record.value === undefined
        ? {}
        : { value: maskedInRest(paths.reduce<unknown>(masked, record.value), stream?.json.rest, paths) }),
      ...(isOpaque ? { format: 'hex' as const, error: 'hidden: fields of this topic are masked' } : {}),
      masked: true,
    };
  };
}
