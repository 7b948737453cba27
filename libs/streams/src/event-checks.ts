import { fieldOf, formatDecimal, resolveType, type AvroRecord, type FieldError } from '@weir/schemas';
import { itemRecordOf } from './item-record.ts';
import type { EventCheck, StreamDefinition } from './stream-definition.ts';

/** Kinds of numbers that can be compared exactly, with their decimals; a float is none. */
function decimalsOf(record: AvroRecord | undefined, name: string): number | undefined {
  const field = record === undefined ? undefined : fieldOf(record, name);
  const type = field === undefined ? undefined : resolveType(field.type).type;
  if (type?.kind === 'decimal') return type.scale;
  return type?.kind === 'int' || type?.kind === 'long' ? 0 : undefined;
}

const split = ({ sumOf }: EventCheck): [each: string, field: string] => {
  const [each = '', ...field] = sumOf.split('.');
  return [each, field.join('.')];
};

/** What is wrong with a check, in words; undefined when it fits the schema. */
export function checkProblem(schema: AvroRecord, check: EventCheck): string | undefined {
  const [each, field] = split(check);
  const items = itemRecordOf(schema, each);
  if (items === undefined) return `checks: sumOf "${check.sumOf}": "${each}" is no array of records`;
  if (decimalsOf(items, field) === undefined) {
    return `checks: sumOf "${check.sumOf}": ${items.name} has no exact number "${field}" (decimal, int or long)`;
  }
  if (decimalsOf(schema, check.equals) !== undefined) return undefined;
  return `checks: equals "${check.equals}": ${schema.name} has no such exact number (decimal, int or long)`;
}

type Event = Readonly<Record<string, unknown>>;
type Checker = (event: Event) => FieldError[];

function checker(schema: AvroRecord, check: EventCheck): Checker {
  const [each, field] = split(check);
  const itemDecimals = decimalsOf(itemRecordOf(schema, each), field) ?? 0;
  const totalDecimals = decimalsOf(schema, check.equals) ?? 0;
  const scale = Math.max(itemDecimals, totalDecimals);
  /** A null counts as nothing. */
  const units = (value: unknown, decimals: number): bigint =>
    typeof value === 'bigint' || typeof value === 'number'
      ? BigInt(value) * 10n ** BigInt(scale - decimals)
      : 0n;
  const shown = (value: bigint) => formatDecimal(value, scale);
  return (event) => {
    const total = event[check.equals];
    const items = event[each];
    if (total === null || !Array.isArray(items)) return [];
    const stated = units(total, totalDecimals);
    const sum = (items as Event[]).reduce((part, item) => part + units(item[field], itemDecimals), 0n);
    if (stated === sum) return [];
    const message = `is ${shown(stated)}, but ${check.sumOf} adds up to ${shown(sum)}`;
    return [{ path: `/${check.equals}`, message }];
  };
}

/**
 * What a stream's `checks` have against an event that fits the schema: a function that gives the errors, none for a good
 * event. Exact: decimals are compared in their units.
 */
export function createEventCheck({ schema, checks }: Pick<StreamDefinition, 'schema' | 'checks'>): Checker {
  const all = checks.map((check) => checker(schema, check));
  return (event) => all.flatMap((one) => one(event));
}
