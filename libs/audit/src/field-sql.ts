import { resolveType, type AvroType } from '@weir/schemas';

/** Floats are rounded to 4 decimals once, half away from minus infinity, as the aggregator does (`Math.round`). */
function roundedUnits(column: string): string {
  const units = `(toFloat64(${column}) * 10000)`;
  const whole = `floor${units}`;
  return `toDecimal128(toInt128(if(${units} - ${whole} < 0.5, ${whole}, ${whole} + 1)), 4) / 10000`;
}

/** A number field as exact `Decimal(38, 4)`; null where the field is null. `column` is SQL. */
export function decimalSql(column: string, type: AvroType): string {
  const { kind } = resolveType(type).type;
  return kind === 'float' || kind === 'double' ? roundedUnits(column) : `toDecimal128(${column}, 4)`;
}

/** A field as the text that names its group: what JavaScript's `String` makes of the decoded value. */
export function groupTextSql(column: string, type: AvroType): string {
  const { type: resolved, nullable } = resolveType(type);
  const text = (): string => {
    switch (resolved.kind) {
      case 'decimal':
        return `toString(toInt128(${column} * toInt128('1${'0'.repeat(resolved.scale)}')))`;
      case 'timestamp':
        return `toString(toUnixTimestamp64Milli(${column}))`;
      case 'date':
        return `toString(toInt32(${column}))`;
      case 'string':
      case 'enum':
      case 'boolean':
      case 'int':
      case 'long':
        return `toString(${column})`;
      default:
        throw new Error(`groups of a ${resolved.kind} field cannot be recomputed in SQL`);
    }
  };
  return `CAST(${nullable ? `ifNull(${text()}, '')` : text()} AS String)`;
}
