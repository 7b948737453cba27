import { resolveType, type AvroRecord, type AvroType } from '../src/avro-schema.ts';

const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
const kebab = (name: string) => name.replace(/(?<=[a-z0-9])([A-Z])/g, '-$1').toLowerCase();

function typeText(type: AvroType): string {
  const { type: resolved, nullable } = resolveType(type);
  const text = ((): string => {
    switch (resolved.kind) {
      case 'decimal':
        return 'bigint';
      case 'timestamp':
      case 'date':
      case 'int':
      case 'long':
      case 'float':
      case 'double':
        return 'number';
      case 'bytes':
        return 'Buffer';
      case 'enum':
        return resolved.symbols.map((symbol) => `'${symbol}'`).join(' | ');
      case 'array':
        return `(${typeText(resolved.items)})[]`;
      case 'record':
        return `{ ${resolved.record.fields.map((f) => `${f.name}: ${typeText(f.type)};`).join(' ')} }`;
      default:
        return resolved.kind;
    }
  })();
  return nullable ? `${text} | null` : text;
}

function unitOf(type: AvroType): string | undefined {
  const { type: resolved } = resolveType(type);
  if (resolved.kind === 'decimal') return `exact, in units of 10^-${resolved.scale}`;
  if (resolved.kind === 'timestamp') return 'epoch milliseconds';
  if (resolved.kind === 'date') return 'days since 1970-01-01';
  return undefined;
}

/** The TypeScript module of one schema: its event type and the schema itself. */
export function moduleOf(schema: AvroRecord): { file: string; text: string } {
  const file = kebab(schema.name);
  const fields = schema.fields.map((field) => {
    const unit = unitOf(field.type);
    const doc = [field.doc, unit === undefined ? undefined : `(${unit})`].filter(Boolean).join(' ');
    return `${doc === '' ? '' : `  /** ${doc} */\n`}  ${field.name}: ${typeText(field.type)};`;
  });
  const text = [
    `// Generated from schemas/${file}.avsc by \`npm run generate\`. Do not edit.`,
    `import type { AvroRecord } from '../avro-schema.ts';`,
    '',
    ...(schema.doc === undefined ? [] : [`/** ${schema.doc} */`]),
    `export interface ${schema.name} {`,
    ...fields,
    '}',
    '',
    `export const ${camel(schema.name)}Schema: AvroRecord = ${JSON.stringify(schema, null, 2)};`,
    '',
  ].join('\n');
  return { file, text };
}
