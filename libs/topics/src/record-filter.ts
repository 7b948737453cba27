import type { BrowsedRecord } from './browsed-record.ts';

/** A condition on one field of a record's value: `amount>=100`, `items.product=tea`, `user_id~7d3a`. */
export interface FieldFilter {
  readonly path: readonly string[];
  readonly operator: '=' | '!=' | '>' | '>=' | '<' | '<=' | '~';
  readonly operand: string;
}

export interface RecordFilter {
  /** Anywhere in key, headers or value, in small or capital letters. */
  readonly text?: string | undefined;
  readonly key?: string | undefined;
  readonly fields: readonly FieldFilter[];
}

const condition = /^\s*([^=!<>~]+?)\s*(!=|>=|<=|=|>|<|~)(.*)$/s;

/** Reads `path operator value`; undefined for anything else. */
export function parseFieldFilter(text: string): FieldFilter | undefined {
  const [, path, operator, operand] = condition.exec(text) ?? [];
  if (path === undefined || operator === undefined || operand === undefined) return undefined;
  return {
    path: path.split('.'),
    operator: operator as FieldFilter['operator'],
    operand: operand.trim(),
  };
}

/** Everything at the path; arrays on the way are looked through. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  if (Array.isArray(value)) {
    if (/^\d+$/.test(name)) return valuesAt(value[Number(name)], rest);
    return value.flatMap((item) => valuesAt(item, path));
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  return valuesAt((value as Record<string, unknown>)[name], rest);
}

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

const numberForm = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** As numbers when both are, as text otherwise: times in ISO 8601 sort as text. */
function compare(a: string, b: string): number {
  if (numberForm.test(a) && numberForm.test(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function holds(value: unknown, { operator, operand }: FieldFilter): boolean {
  const text = textOf(value);
  switch (operator) {
    case '=':
      return text === operand || (numberForm.test(text) && compare(text, operand) === 0);
    case '!=':
      return text !== operand && !(numberForm.test(text) && compare(text, operand) === 0);
    case '>':
      return compare(text, operand) > 0;
    case '>=':
      return compare(text, operand) >= 0;
    case '<':
      return compare(text, operand) < 0;
    case '<=':
      return compare(text, operand) <= 0;
    case '~':
      return text.toLowerCase().includes(operand.toLowerCase());
  }
}

const fits = (value: unknown, filter: FieldFilter): boolean => {
  const values = valuesAt(value, filter.path);
  return filter.operator === '!='
    ? values.every((one) => holds(one, filter))
    : values.some((one) => holds(one, filter));
};

const everythingOf = ({ key, headers, value, text, hex, error }: BrowsedRecord): string =>
  [key, JSON.stringify(headers), value === undefined ? (text ?? hex) : JSON.stringify(value), error].join(
    '\n',
  );

/** The filter as a function. No condition: everything fits. */
export function recordFilter({ text, key, fields }: RecordFilter): (record: BrowsedRecord) => boolean {
  const wanted = text?.toLowerCase() ?? '';
  return (record) =>
    (key === undefined || record.key === key) &&
    fields.every((filter) => fits(record.value, filter)) &&
    (wanted === '' || everythingOf(record).toLowerCase().includes(wanted));
}
