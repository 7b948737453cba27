import { resolveType, type AvroField, type AvroRecord, type AvroType } from '@weir/schemas';
import type { StreamDefinition } from '@weir/streams';
import type { Random } from '../generate/random.ts';
import type { Generator, GeneratorOptions } from './generator.ts';
import { skewedUser } from './skewed-user.ts';
import { userUid } from './user-uid.ts';

type Make = (timeMs: number) => unknown;

const dayOf = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10);
const words = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot'] as const;

function makeValue(type: AvroType, name: string, random: Random): Make {
  const { type: resolved, nullable } = resolveType(type);
  if (nullable) {
    const make = makeValue(type === 'null' ? 'null' : withoutNull(type), name, random);
    return (timeMs) => (random.below(5) === 0 ? null : make(timeMs));
  }
  switch (resolved.kind) {
    case 'null':
      return () => null;
    case 'boolean':
      return () => random.below(2) === 1;
    case 'int':
    case 'long':
      return () => 1 + random.below(100);
    case 'float':
    case 'double':
      return () => random.below(10_000) / 100;
    case 'decimal':
      return () => (random.below(100_000) / 100).toFixed(Math.min(2, resolved.scale));
    case 'bytes':
      return () => Buffer.from(random.uuid()).toString('base64');
    case 'string':
      return name === 'currency' ? () => 'EUR' : () => random.pick(words);
    case 'timestamp':
      return (timeMs) => new Date(timeMs).toISOString();
    case 'date':
      return dayOf;
    case 'enum': {
      const [first = '', ...others] = resolved.symbols;
      return () => random.pick([first, ...others]);
    }
    case 'array': {
      const make = makeValue(resolved.items, name, random);
      return (timeMs) => Array.from({ length: 1 + random.below(3) }, () => make(timeMs));
    }
    case 'record':
      return makeRecord(resolved.record.fields, (field) => makeValue(field.type, field.name, random));
  }
}

const withoutNull = (type: AvroType): AvroType =>
  Array.isArray(type) ? ((type as readonly AvroType[]).find((branch) => branch !== 'null') ?? 'null') : type;

function makeRecord(fields: AvroRecord['fields'], makeField: (field: AvroField) => Make): Make {
  const makers = fields.map((field) => [field.name, makeField(field)] as const);
  return (timeMs) => Object.fromEntries(makers.map(([name, make]) => [name, make(timeMs)]));
}

/**
 * A generator for any stream, from its schema: the key is one of `users` skewed users, the id unique, the event time
 * as asked, every other field a plausible value of its type. So a new stream can be tried before anybody writes one
 * for it; a stream with a rule of its own (`check`) needs its own generator.
 */
export function generatorFromSchema(stream: StreamDefinition): Generator {
  const makeField = (field: AvroField, { random, users }: GeneratorOptions): Make => {
    if (field.name === stream.id) return () => random.uuid();
    if (field.name === stream.key) return () => userUid(skewedUser(random, users));
    if (field.name === stream.time) {
      return stream.json.unixSeconds?.includes(field.name)
        ? (timeMs) => Math.floor(timeMs / 1_000)
        : (timeMs) => new Date(timeMs).toISOString();
    }
    return makeValue(field.type, field.name, random);
  };
  return {
    create(options) {
      const fields = stream.schema.fields.filter(({ name }) => name !== stream.json.rest);
      const make = makeRecord(fields, (field) => makeField(field, options));
      return (timeMs) => JSON.stringify(make(timeMs));
    },
  };
}
