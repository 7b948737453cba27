/** The part of Avro (1.11, https://avro.apache.org/docs/1.11.1/specification/) that Weir's schemas use, as types. */
export type AvroPrimitive = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

export interface AvroLogical {
  readonly type: 'bytes' | 'int' | 'long';
  readonly logicalType: 'decimal' | 'timestamp-millis' | 'date';
  readonly precision?: number;
  readonly scale?: number;
}

export interface AvroEnum {
  readonly type: 'enum';
  readonly name: string;
  readonly symbols: readonly string[];
  readonly doc?: string;
}

export interface AvroArray {
  readonly type: 'array';
  readonly items: AvroType;
}

export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  readonly doc?: string;
  readonly default?: unknown;
}

export interface AvroRecord {
  readonly type: 'record';
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly fields: readonly AvroField[];
}

export type AvroType = AvroPrimitive | AvroLogical | AvroEnum | AvroArray | AvroRecord | readonly AvroType[];

/** A type as the readers and writers see it: what a value is, and whether it may be null. */
export type ResolvedType =
  | { readonly kind: AvroPrimitive }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'timestamp' | 'date' }
  | { readonly kind: 'enum'; readonly name: string; readonly symbols: readonly string[] }
  | { readonly kind: 'array'; readonly items: AvroType }
  | { readonly kind: 'record'; readonly record: AvroRecord };

const isUnion = (type: AvroType): type is readonly AvroType[] => Array.isArray(type);

/** `["null", T]` → T and nullable. A union of anything else is not used by Weir and refused here. */
export function resolveType(type: AvroType): { type: ResolvedType; nullable: boolean } {
  if (isUnion(type)) {
    const others = type.filter((branch) => branch !== 'null');
    const [only] = others;
    if (only === undefined || others.length !== 1) {
      throw new Error(`unsupported union ${JSON.stringify(type)}: only ["null", T] is`);
    }
    return { type: resolveType(only).type, nullable: others.length < type.length };
  }
  if (typeof type === 'string') return { type: { kind: type }, nullable: false };
  switch (type.type) {
    case 'record':
      return { type: { kind: 'record', record: type }, nullable: false };
    case 'enum':
      return { type: { kind: 'enum', name: type.name, symbols: type.symbols }, nullable: false };
    case 'array':
      return { type: { kind: 'array', items: type.items }, nullable: false };
    default:
      return { type: resolveLogical(type), nullable: false };
  }
}

function resolveLogical(type: AvroLogical): ResolvedType {
  switch (type.logicalType) {
    case 'decimal':
      return { kind: 'decimal', precision: type.precision ?? 18, scale: type.scale ?? 0 };
    case 'timestamp-millis':
      return { kind: 'timestamp' };
    case 'date':
      return { kind: 'date' };
  }
}

export const fieldOf = (record: AvroRecord, name: string): AvroField | undefined =>
  record.fields.find((field) => field.name === name);
