import {
  resolveType,
  type AvroField,
  type AvroRecord,
  type AvroType,
  type ResolvedType,
} from './avro-schema.ts';
import { parseDecimal } from './decimal.ts';
import { parseEventTime } from './event-time.ts';

/** One thing that is wrong: where (JSON pointer, RFC 6901) and what to do about it. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export type Reading<T> =
  { readonly ok: true; readonly event: T } | { readonly ok: false; readonly errors: readonly FieldError[] };

/** How the JSON of a stream differs from its schema. */
export interface JsonForm {
  /** Timestamp fields (top level) that are Unix seconds in JSON, not milliseconds. */
  readonly unixSeconds?: readonly string[];
  /** The field (top level, nullable string) that keeps all unknown fields as JSON text. Without it they are refused. */
  readonly rest?: string;
}

type ReadValue = (value: unknown, path: string, errors: FieldError[]) => unknown;

const typeName = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'an array'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`;

const shown = (value: unknown): string => {
  const text =
    typeof value === 'string' || typeof value === 'number' ? JSON.stringify(value) : typeName(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

const escapePointer = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

function expecting(what: string, holds: (value: unknown) => boolean): ReadValue {
  return (value, path, errors) => {
    if (holds(value)) return value;
    errors.push({ path, message: `expected ${what}, got ${shown(value)}` });
    return undefined;
  };
}

const isInteger = (min: number, max: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;

const readString: ReadValue = (value, path, errors) => {
  if (typeof value !== 'string') errors.push({ path, message: `expected a string, got ${shown(value)}` });
  else if (!value.isWellFormed()) {
    errors.push({
      path,
      message: 'has half of a surrogate pair, which UTF-8 cannot hold; send whole characters',
    });
  }
  return value;
};

function readDecimal(precision: number, scale: number): ReadValue {
  return (value, path, errors) => {
    if (typeof value !== 'string' && typeof value !== 'number') {
      errors.push({ path, message: `expected a number such as 12.5 or "12.50", got ${shown(value)}` });
      return undefined;
    }
    const parsed = parseDecimal(value, scale, precision);
    if (typeof parsed === 'bigint') return parsed;
    errors.push({ path, message: parsed.error });
    return undefined;
  };
}

function readTime(unit: 'milliseconds' | 'seconds'): ReadValue {
  return (value, path, errors) => {
    const parsed = parseEventTime(value, unit);
    if (typeof parsed === 'number') return parsed;
    errors.push({ path, message: parsed.error });
    return undefined;
  };
}

const readDate: ReadValue = (value, path, errors) => {
  const ms = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : NaN;
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(String(value))) return ms / 86_400_000;
  errors.push({ path, message: `expected a date such as 2026-01-31, got ${shown(value)}` });
  return undefined;
};

const readBytes: ReadValue = (value, path, errors) => {
  if (typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value)) return Buffer.from(value, 'base64');
  errors.push({ path, message: `expected base64 text, got ${shown(value)}` });
  return undefined;
};

function readArray(items: AvroType): ReadValue {
  const readItem = valueReader(items);
  return (value, path, errors) => {
    if (Array.isArray(value)) return value.map((item, index) => readItem(item, `${path}/${index}`, errors));
    errors.push({ path, message: `expected an array, got ${shown(value)}` });
    return undefined;
  };
}

function typeReader(type: ResolvedType): ReadValue {
  switch (type.kind) {
    case 'string':
      return readString;
    case 'decimal':
      return readDecimal(type.precision, type.scale);
    case 'timestamp':
      return readTime('milliseconds');
    case 'date':
      return readDate;
    case 'int':
      return expecting('a whole number of 32 bits', isInteger(-0x8000_0000, 0x7fff_ffff));
    case 'long':
      return expecting(
        'a whole number within ±2^53',
        isInteger(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
      );
    case 'float':
    case 'double':
      return expecting('a number', (value) => Number.isFinite(value));
    case 'boolean':
      return expecting('true or false', (value) => typeof value === 'boolean');
    case 'null':
      return expecting('null', (value) => value === null);
    case 'enum': {
      const symbols = new Set<unknown>(type.symbols);
      return expecting(`one of ${type.symbols.join(', ')}`, (value) => symbols.has(value));
    }
    case 'array':
      return readArray(type.items);
    case 'record':
      return recordReader(type.record, {});
    case 'bytes':
      return readBytes;
  }
}

function valueReader(type: AvroType): ReadValue {
  const resolved = resolveType(type);
  const read = typeReader(resolved.type);
  return resolved.nullable
    ? (value, path, errors) => (value === null ? null : read(value, path, errors))
    : read;
}

function fieldReader(field: AvroField, form: JsonForm): ReadValue {
  if (form.unixSeconds?.includes(field.name)) return readTime('seconds');
  return valueReader(field.type);
}

/** Avro keeps a decimal's default as text of bytes; the only one Weir uses is none, so defaults pass through as they are. */
const defaultOf = (field: AvroField): { value: unknown } | undefined =>
  field.default !== undefined
    ? { value: field.default }
    : resolveType(field.type).nullable
      ? { value: null }
      : undefined;

function recordReader(record: AvroRecord, form: JsonForm): ReadValue {
  const fields = record.fields
    .filter(({ name }) => name !== form.rest)
    .map((field) => ({
      name: field.name,
      pointer: `/${escapePointer(field.name)}`,
      read: fieldReader(field, form),
      missing: defaultOf(field),
    }));
  const known = new Set(fields.map(({ name }) => name));
  const knownNames = [...known].join(', ');

  return (value, path, errors) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      errors.push({ path, message: `expected an object, got ${shown(value)}` });
      return undefined;
    }
    const json = value as Record<string, unknown>;
    const event: Record<string, unknown> = {};
    let found = 0;
    for (const { name, pointer, read, missing } of fields) {
      if (Object.hasOwn(json, name)) {
        found += 1;
        event[name] = read(json[name], path + pointer, errors);
      } else if (missing !== undefined) {
        event[name] = missing.value;
      } else {
        errors.push({ path: path + pointer, message: 'is missing' });
      }
    }
    const names = Object.keys(json);
    if (form.rest !== undefined) {
      event[form.rest] = names.length === found ? null : restOf(json, known);
    } else if (names.length > found) {
      for (const name of names) {
        if (known.has(name)) continue;
        errors.push({
          path: `${path}/${escapePointer(name)}`,
          message: `is not a field of ${record.name}; the fields are ${knownNames}`,
        });
      }
    }
    return event;
  };
}

const restOf = (json: Record<string, unknown>, known: ReadonlySet<string>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(json).filter(([name]) => !known.has(name))));

/**
 * A function from parsed JSON to an event of the schema, or to everything that is wrong with it. Compiled once per
 * stream. Nothing is dropped silently: an unknown field is an error, or is kept in the `rest` field of the form.
 */
export function createJsonReader<T>(schema: AvroRecord, form: JsonForm = {}): (json: unknown) => Reading<T> {
  const read = recordReader(schema, form);
  return (json) => {
    const errors: FieldError[] = [];
    const event = read(json, '', errors);
    return errors.length === 0 ? { ok: true, event: event as T } : { ok: false, errors };
  };
}
