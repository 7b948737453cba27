import { fieldOf, resolveType, type AvroRecord } from '@weir/schemas';

/** The record that an array field holds; undefined when the field is no array of records. */
export function itemRecordOf(schema: AvroRecord, each: string): AvroRecord | undefined {
  const field = fieldOf(schema, each);
  if (field === undefined) return undefined;
  const { type } = resolveType(field.type);
  if (type.kind !== 'array') return undefined;
  const items = resolveType(type.items).type;
  return items.kind === 'record' ? items.record : undefined;
}
