import { resolveType, type AvroRecord, type AvroType } from './avro-schema.ts';
import { formatDecimal } from './decimal.ts';

function valueToJson(type: AvroType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const { type: resolved } = resolveType(type);
  switch (resolved.kind) {
    case 'decimal':
      return formatDecimal(value as bigint, resolved.scale);
    case 'timestamp':
      return new Date(value as number).toISOString();
    case 'date':
      return new Date((value as number) * 86_400_000).toISOString().slice(0, 10);
    case 'bytes':
      return (value as Buffer).toString('base64');
    case 'array':
      return (value as unknown[]).map((item) => valueToJson(resolved.items, item));
    case 'record':
      return toJson(resolved.record, value as Record<string, unknown>);
    default:
      return value;
  }
}

/** A decoded event as JSON for people: decimals as exact text, times as ISO 8601 in UTC, bytes as base64. */
export function toJson(schema: AvroRecord, event: object): Record<string, unknown> {
  const values = event as Record<string, unknown>;
  return Object.fromEntries(schema.fields.map(({ name, type }) => [name, valueToJson(type, values[name])]));
}
