import { resolveType, type AvroRecord, type AvroType } from './avro-schema.ts';
import type { JsonForm } from './json-reader.ts';

export type JsonSchema = Record<string, unknown>;

function typeSchema(type: AvroType): JsonSchema {
  const { type: resolved, nullable } = resolveType(type);
  const schema = ((): JsonSchema => {
    switch (resolved.kind) {
      case 'string':
        return { type: 'string' };
      case 'decimal':
        return {
          type: ['number', 'string'],
          pattern: `^[+-]?\\d+(\\.\\d{0,${resolved.scale}}0*)?$`,
          description: `exact decimal, at most ${resolved.scale} decimals; as text where a double cannot hold it`,
        };
      case 'timestamp':
        return {
          type: ['string', 'integer'],
          description: 'ISO 8601 with an offset, or epoch milliseconds',
        };
      case 'date':
        return { type: 'string', format: 'date' };
      case 'int':
        return { type: 'integer', minimum: -0x8000_0000, maximum: 0x7fff_ffff };
      case 'long':
        return { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
      case 'float':
      case 'double':
        return { type: 'number' };
      case 'boolean':
        return { type: 'boolean' };
      case 'null':
        return { type: 'null' };
      case 'enum':
        return { type: 'string', enum: [...resolved.symbols] };
      case 'bytes':
        return { type: 'string', contentEncoding: 'base64' };
      case 'array':
        return { type: 'array', items: typeSchema(resolved.items) };
      case 'record':
        return toJsonSchema(resolved.record);
    }
  })();
  return nullable ? { anyOf: [schema, { type: 'null' }] } : schema;
}

/** The JSON Schema (2020-12, as in OpenAPI 3.1) of an event as a client sends it. */
export function toJsonSchema(schema: AvroRecord, form: JsonForm = {}): JsonSchema {
  const fields = schema.fields.filter(({ name }) => name !== form.rest);
  const properties = fields.map((field) => {
    const property = form.unixSeconds?.includes(field.name)
      ? { type: ['number', 'string'], description: 'Unix seconds, or ISO 8601 with an offset' }
      : typeSchema(field.type);
    const description = field.doc ?? property['description'];
    return [
      field.name,
      {
        ...property,
        ...(description === undefined ? {} : { description }),
        ...(field.default === undefined ? {} : { default: field.default }),
      },
    ];
  });
  return {
    type: 'object',
    ...(schema.doc === undefined ? {} : { description: schema.doc }),
    properties: Object.fromEntries(properties),
    required: fields
      .filter((field) => field.default === undefined && !resolveType(field.type).nullable)
      .map(({ name }) => name),
    additionalProperties: form.rest !== undefined,
  };
}
