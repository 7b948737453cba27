import { resolveType, type AvroField, type AvroRecord } from '@weir/schemas';
import { columnType, defaultExpression } from './column-types.ts';

/** A column of a data table. */
export interface Column {
  readonly name: string;
  readonly type: string;
  /** SQL for rows that were written before the column existed. */
  readonly default?: string;
}

function fieldColumns(field: AvroField): Column[] {
  const { type, nullable } = resolveType(field.type);
  const item = type.kind === 'array' ? resolveType(type.items).type : undefined;
  if (item?.kind === 'record') {
    // AvroConfluent reads an array of records as one array per field (`items.product Array(String)`).
    return item.record.fields.map((inner) => {
      const resolved = resolveType(inner.type);
      return {
        name: `${field.name}.${inner.name}`,
        type: `Array(${columnType(resolved.type, resolved.nullable)})`,
      };
    });
  }
  // A missing nullable field reads as null, whatever its default: null is a value of its own there.
  const fallback = nullable ? undefined : defaultExpression(type, field.default);
  const column = { name: field.name, type: columnType(type, nullable) };
  return [fallback === undefined ? column : { ...column, default: fallback }];
}

/** The typed columns of a schema, in its order. Throws with the field's name for a type that has no column. */
export function schemaColumns(schema: AvroRecord): Column[] {
  return schema.fields.flatMap((field) => {
    try {
      return fieldColumns(field);
    } catch (error) {
      throw new Error(
        `${schema.name}.${field.name}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  });
}

/** The columns of an event. Throws for a field whose name Weir needs for itself. */
export function eventColumns(schema: AvroRecord): Column[] {
  const taken = schema.fields.find(({ name }) => name.startsWith('_') || name === 'run_id');
  if (taken === undefined) return schemaColumns(schema);
  throw new Error(`${schema.name}.${taken.name}: this name is kept for Weir's own columns; choose another`);
}

/**
 * What Weir adds to every event: its run (empty for live traffic), and where and when the broker appended it.
 * A row is found again in the log by `<topic>-<_partition>-<_offset>`.
 */
export const originColumns: readonly Column[] = [
  { name: 'run_id', type: 'String' },
  { name: '_partition', type: 'UInt64' },
  { name: '_offset', type: 'UInt64' },
  { name: '_appended_at', type: "DateTime64(3, 'UTC')" },
];
